import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyIn, type KeyRing } from '../config/key-ring.js';

/** Where a value stands. It opens nowhere else: neither in another row or column, nor in another community. */
export interface Place {
  readonly community: string;
  /** With its schema: `members.people`. */
  readonly table: string;
  readonly column: string;
  /** What tells its row from the others of the table. */
  readonly key: readonly string[];
}

/** A sealed value does not open: its key is not there, or it was changed or moved. Shows neither the value nor its place's key. */
export class UnopenedError extends Error {
  override readonly name = 'UnopenedError';
  constructor(
    readonly why: 'not-sealed' | 'unknown-key' | 'changed',
    { table, column }: Place,
    keyId = '',
  ) {
    super(`${table}.${column} does not open: ${keyId ? `${why} '${keyId}'` : why}`);
  }
}

const mark = 'sealed';
const [ivBytes, tagBytes, blockBytes] = [12, 16, 64];

/** The shortest that a sealed value can be: mark, an id of one character, and one block. */
export const shortestSealed = mark.length + 3 + Math.ceil(((ivBytes + tagBytes + blockBytes) * 4) / 3);
/** What every sealed value looks like, in SQL: a value in the clear cannot be written by mistake. A regular expression would cost more than sealing. */
export const looksSealed = (column: string): string => `starts_with(${column}, '${mark}:') AND length(${column}) >= ${shortestSealed}`;
/** How every value begins that is sealed with this key. */
export const sealedPrefix = (keyId: string): string => `${mark}:${keyId}:`;

/** AES-256-GCM under the ring's first key, bound to its place. What is empty stays empty: there is nothing to hide in it. */
export function seal(ring: KeyRing, place: Place, text: string): string {
  if (text === '') return '';
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, ring.current, place), iv).setAAD(boundTo(place));
  const sealed = Buffer.concat([cipher.update(padded(text)), cipher.final()]);
  return sealedPrefix(ring.current) + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws an UnopenedError rather than give back anything that was not sealed in this place. */
export function open(ring: KeyRing, place: Place, sealed: string): string {
  if (sealed === '') return '';
  const [said, keyId = '', content = ''] = sealed.split(':');
  if (said !== mark) throw new UnopenedError('not-sealed', place);
  const bytes = Buffer.from(content, 'base64url');
  const start = ivBytes + tagBytes;
  const key = keyOf(ring, keyId, place);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(boundTo(place)).setAuthTag(bytes.subarray(ivBytes, start));
    return unpadded(Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]));
  } catch {
    throw new UnopenedError('changed', place);
  }
}

const boundTo = ({ community, table, column, key }: Place): Buffer => Buffer.from(JSON.stringify([community, table, column, ...key]));

function keyOf(ring: KeyRing, id: string, place: Place): Buffer {
  const key = keyIn(ring, id);
  if (!key) throw new UnopenedError('unknown-key', place, id);
  return key;
}

/** Whole blocks, so that how long a name is, or which of a few words a flag is, cannot be seen from outside (ISO 7816-4). */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const whole = Buffer.alloc((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  bytes.copy(whole);
  whole[bytes.length] = 0x80;
  return whole;
}
const unpadded = (bytes: Buffer): string => bytes.subarray(0, bytes.lastIndexOf(0x80)).toString('utf8');
