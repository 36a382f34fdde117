import { type Markup, markup } from '@jielong/kernel';
import { create } from 'qrcode';

/** Signs are read still where a quarter of them is creased or wet. */
const correction = { errorCorrectionLevel: 'Q' } as const;
/** White around it, in modules, without which readers do not find it (ISO/IEC 18004). */
const quiet = 4;

/** A QR code as part of a page: drawn in the page itself, so that nothing is fetched and nothing runs. */
export const qrOf = (text: string): Markup => drawn(text, markup``);

/** The same as a picture of its own, for a file. */
export const qrPicture = (text: string): string => drawn(text, markup` xmlns="http://www.w3.org/2000/svg"`).text;

function drawn(text: string, namespace: Markup): Markup {
  const { size, data } = create(text, correction).modules;
  const side = size + 2 * quiet;
  return markup`<svg class="qr"${namespace} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img" aria-label="二维码">
    <rect width="${side}" height="${side}" fill="#fff"/><path d="${rowsOf(data, size)}" fill="#000"/>
  </svg>`;
}

/** Every run of dark modules as one rectangle. */
const rowsOf = (data: Uint8Array, size: number): string =>
  Array.from({ length: size }, (_, y) => runsIn(data.subarray(y * size, (y + 1) * size), y)).join('');

const runsIn = (row: Uint8Array, y: number): string =>
  [
    ...Array.from(row, (dark) => (dark ? '1' : '0'))
      .join('')
      .matchAll(/1+/g),
  ]
    .map(({ 0: run, index }) => `M${index + quiet} ${y + quiet}h${run.length}v1h-${run.length}z`)
    .join('');
