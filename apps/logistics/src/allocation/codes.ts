import { randomBytes } from 'node:crypto';
import { freshCodes } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

export interface PickupCode {
  /** Six digits, unique among the open ones of the community. */
  readonly code: string;
  /** 128 bits, for a QR code. */
  readonly token: string;
}
const [bits, tokenBytes] = [32, 16];
/** From 0 up to, but not including, 1; nobody can guess the next one. */
const secretly = (): number => randomBytes(bits / 8).readUInt32BE() / 2 ** bits;

/** So many, in one go. Whoever makes codes for a community waits for others who do: no two take the same. */
export async function newCodes(tx: EntityManager, count: number): Promise<PickupCode[]> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('pickup codes ' || current_setting('app.community_id')))`);
  const open = await tx.query<{ code: string }[]>('SELECT code FROM pickup_orders WHERE open');
  const codes = freshCodes(count, new Set(open.map(({ code }) => code)), secretly);
  return codes.map((code) => ({ code, token: randomBytes(tokenBytes).toString('hex') }));
}
