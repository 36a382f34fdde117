import type { keyAnswer, keysQuery } from '@jielong/members-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

type Shown = z.output<typeof keyAnswer>;
type Instants = 'madeAt' | 'expiresAt' | 'seenAt' | 'revokedAt';
/** A key, without what opens it. */
export type Key = Omit<Shown, Instants> & { madeAt: Date; expiresAt: Date; seenAt: Date | null; revokedAt: Date | null };

export const keyColumns = `key_id AS id, service, scopes, made_by AS "madeBy", made_at AS "madeAt", expires_at AS "expiresAt", seen_at AS "seenAt",
  replaced_by AS "replacedBy", revoked_at AS "revokedAt", revoked_by AS "revokedBy"`;
/** As PostgreSQL writes an instant, to the microsecond. */
const cursor = z.tuple([z.string().regex(/^[\d :.+-]{20,40}$/), z.uuid()]);

/** Every key there was, the newest last. */
export async function listKeys(tx: EntityManager, { after, limit }: z.output<typeof keysQuery>): Promise<Page<Key>> {
  const [at, last] = decodeCursor(after, cursor) ?? [];
  const rows = await tx.query<(Key & { key: string })[]>(
    `SELECT ${keyColumns}, made_at::text AS key FROM api_keys
     WHERE $1::text IS NULL OR (made_at, key_id) > ($1::timestamptz, $2::uuid) ORDER BY made_at, key_id LIMIT $3`,
    [at, last, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ key, id }) => [key, id],
    ({ key: _, ...row }) => row,
  );
}
