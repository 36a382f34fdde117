import { z } from 'zod';

/** Keys of one use: the first is the one that is used for what is new, all of them read. */
export interface KeyRing {
  readonly current: string;
  readonly keys: Readonly<Record<string, Buffer>>;
}

const keyLength = 32;

/** `id:base64,id:base64`, each key 32 bytes. */
export const keyRingSchema = z.string().transform((text, context): KeyRing => {
  const pairs = text.split(',').map((pair) => pair.trim().split(':'));
  const keys = Object.fromEntries(pairs.map(([id = '', key = '']) => [id, Buffer.from(key, 'base64')]));
  const isRight = pairs.every((pair) => pair.length === 2 && pair[0]) && Object.values(keys).every((key) => key.length === keyLength);
  if (isRight && Object.keys(keys).length === pairs.length) return { current: pairs[0]?.[0] ?? '', keys };
  context.addIssue({
    code: 'custom',
    message: 'must be id:base64,id:base64 with keys of 32 bytes (openssl rand -base64 32) and distinct ids',
  });
  return z.NEVER;
});

/** The key of this id, which nobody but the ring's own ids names; undefined where the ring does not have it. */
export const keyIn = ({ keys }: KeyRing, id: string): Buffer | undefined => (Object.hasOwn(keys, id) ? keys[id] : undefined);
