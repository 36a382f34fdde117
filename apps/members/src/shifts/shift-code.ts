import qrcode from 'qrcode';
import { linkTo } from '../accounts/link.js';
import type { CodedShift, Shift } from './shifts.rows.js';

export type ShownCode = Shift & { readonly link: string; readonly qr: string };

/** A shift with what opens devices of it, as a link and as a picture of the link. */
export async function shownCode({ shift, code }: CodedShift, publicUrl: string): Promise<ShownCode> {
  const link = linkTo(publicUrl, '/api/shift', code);
  return { ...shift, link, qr: await qrcode.toString(link, { type: 'svg', errorCorrectionLevel: 'M' }) };
}
