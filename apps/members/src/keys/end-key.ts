import { randomUUID } from 'node:crypto';
import { DomainError } from '@jielong/kernel';
import type { RotateKey } from '@jielong/members-contract/schemas';
import { checkRotation, type KeyState, type MembersErrorCode } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type Key, keyColumns } from './keys.rows.js';
import { type KeyWish, type MadeKey, writeKey } from './make-key.js';

type HeldKey = KeyState & Omit<KeyWish, 'id'> & { readonly successor: string | null };

/** Another key with the same scopes, for as many days; the old one is good for the overlap and no longer. */
export async function rotateKey(
  tx: EntityManager,
  community: string,
  old: string,
  { overlapHours }: RotateKey,
  by: string,
): Promise<MadeKey> {
  const { successor, ...held } = await holdKey(tx, old);
  checkRotation(held);
  if (successor !== null) await revoke(tx, successor, by);
  const id = randomUUID();
  await tx.query(
    `UPDATE api_keys SET replaced_by = $2, expires_at = least(expires_at, clock_timestamp() + make_interval(hours => $3)) WHERE key_id = $1`,
    [old, id, overlapHours],
  );
  const made = await writeKey(tx, community, { ...held, id });
  const details = { service: held.service, madeKey: id, overlapHours };
  await audit(tx, { action: 'rotateKey', subjectKind: 'key', subjectId: old, details });
  return made;
}

/** Opens nothing from now on; asked again, it stays as it was. Throws 404 where there is no such key. */
export async function revokeKey(tx: EntityManager, id: string, by: string): Promise<Key> {
  await revoke(tx, id, by);
  const [key] = await tx.query<Key[]>(`SELECT ${keyColumns} FROM api_keys WHERE key_id = $1`, [id]);
  if (!key) throw noSuchKey();
  await audit(tx, { action: 'revokeKey', subjectKind: 'key', subjectId: id, details: { service: key.service } });
  return key;
}

const revoke = (tx: EntityManager, id: string, by: string): Promise<unknown> =>
  tx.query('UPDATE api_keys SET revoked_at = clock_timestamp(), revoked_by = $2 WHERE key_id = $1 AND revoked_at IS NULL', [id, by]);

/** Whoever rotates or revokes the same key waits. */
async function holdKey(tx: EntityManager, id: string): Promise<HeldKey> {
  await tx.query('SELECT FROM api_keys WHERE key_id = $1 FOR UPDATE', [id]);
  const [key] = await tx.query<HeldKey[]>(
    `SELECT k.service, k.scopes, k.days, k.revoked_at IS NOT NULL AS "isRevoked", k.expires_at <= clock_timestamp() AS "isExpired",
       n.key_id AS successor, CASE WHEN n.key_id IS NULL THEN 'none' WHEN n.seen_at IS NULL THEN 'unused' ELSE 'used' END AS replacement
     FROM api_keys k LEFT JOIN api_keys n ON n.key_id = k.replaced_by AND n.revoked_at IS NULL WHERE k.key_id = $1`,
    [id],
  );
  if (!key) throw noSuchKey();
  return key;
}

const noSuchKey = () =>
  new DomainError<MembersErrorCode>('not-found', 'key-not-found', {
    zh: '没有这把密钥。用 jielong key list 查看编号。',
    en: 'There is no such key. `jielong key list` shows their ids.',
  });
