import { qrPicture } from '@jielong/platform';
import { linkTo } from '../accounts/link.js';
import type { CodedShift, Shift } from './shifts.rows.js';

export type ShownCode = Shift & { readonly link: string; readonly qr: string };

/** A shift with what opens devices of it, as a link and as a picture of the link. */
export function shownCode({ shift, code }: CodedShift, publicUrl: string): ShownCode {
  const link = linkTo(publicUrl, '/api/shift', code);
  return { ...shift, link, qr: qrPicture(link) };
}
