import { createHmac } from 'node:crypto';
import type { KeyRing } from '../config/key-ring.js';

/** The digits of a telephone, however it is written: `+86 138-0000-0001` is `13800000001`. */
export const phoneDigits = (phone: string): string =>
  phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(00)?86(?=1\d{10}$)/, '');

const hashWith = (key: Buffer, community: string, digits: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([community, 'phone', digits]))
    .digest('base64url');

/** How every hash of this key begins. */
export const lookupPrefix = (keyId: string): string => `${keyId}:`;

/** All hashes under which a telephone may have been written, one a key; none where nothing is looked for. HMAC-SHA-256, and proof of nothing. */
export function phoneLookups({ keys }: KeyRing, community: string, phone: string): string[] {
  const digits = phoneDigits(phone);
  if (digits === '') return [];
  return Object.entries(keys).map(([id, key]) => lookupPrefix(id) + hashWith(key, community, digits));
}

/** By what a telephone is found that is written now: its hash under the ring's first key. Empty where there is none. */
export const phoneLookup = ({ current, keys }: KeyRing, community: string, phone: string): string =>
  phoneLookups({ current, keys }, community, phone).find((hash) => hash.startsWith(lookupPrefix(current))) ?? '';
