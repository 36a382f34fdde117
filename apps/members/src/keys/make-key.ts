import { randomUUID } from 'node:crypto';
import { DomainError } from '@jielong/kernel';
import type { MakeKey } from '@jielong/members-contract/schemas';
import { checkScopes, type MembersErrorCode } from '@jielong/members-domain';
import { audit, fingerprintOf, newCredential } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type Key, keyColumns } from './keys.rows.js';

/** What opens it is given once and kept as a hash. */
export type MadeKey = Key & { readonly key: string };
export type KeyWish = MakeKey & { readonly id: string };

/** A key for a service that has none that is good; one that has expired is replaced by it. */
export async function makeKey(tx: EntityManager, community: string, wish: MakeKey): Promise<MadeKey> {
  checkScopes(wish.scopes);
  const id = randomUUID();
  await tx.query(
    `UPDATE api_keys SET replaced_by = $2
     WHERE service = $1 AND revoked_at IS NULL AND replaced_by IS NULL AND expires_at <= clock_timestamp()`,
    [wish.service, id],
  );
  const made = await writeKey(tx, community, { ...wish, id });
  const { service, scopes, days } = wish;
  await audit(tx, { action: 'makeKey', subjectKind: 'key', subjectId: id, details: { service, scopes, days } });
  return made;
}

/** Throws 409 where the service has a current key. */
export async function writeKey(tx: EntityManager, community: string, { id, service, scopes, days }: KeyWish): Promise<MadeKey> {
  const key = newCredential(community, 'key');
  const [made] = await tx.query<Key[]>(
    `INSERT INTO api_keys (key_id, service, scopes, days, fingerprint, expires_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $4))
     ON CONFLICT (community_id, service) WHERE revoked_at IS NULL AND replaced_by IS NULL DO NOTHING RETURNING ${keyColumns}`,
    [id, service, scopes, days, fingerprintOf(key)],
  );
  if (!made) throw hasKey(service);
  return { ...made, key };
}

const hasKey = (service: string) =>
  new DomainError<MembersErrorCode>('conflict', 'service-has-key', {
    zh: `${service} 已有一把有效的密钥。请更换（jielong key rotate）；丢了或要改权限，请先作废（jielong key revoke）再发。`,
    en: `${service} has a key that is good. Rotate it (jielong key rotate); where it is lost or needs other scopes, revoke it first (jielong key revoke).`,
  });
