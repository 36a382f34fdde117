import type { Actor } from '@jielong/kernel';
import type { sessionsAnswer, sessionsQuery } from '@jielong/members-contract/schemas';
import { audit, decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { revokeWays } from '../accounts/close-accounts.js';

type Shown = z.output<typeof sessionsAnswer>['items'][number];
export type Session = Omit<Shown, 'openedAt' | 'seenAt' | 'expiresAt'> & { openedAt: Date; seenAt: Date; expiresAt: Date };
/** As PostgreSQL writes an instant, to the microsecond. */
const cursor = z.tuple([z.string().regex(/^[\d :.+-]{20,40}$/), z.uuid()]);

/** Open sessions of one person, the newest last. */
export async function listSessions(
  tx: EntityManager,
  person: string,
  { session }: Actor,
  { after, limit }: z.output<typeof sessionsQuery>,
): Promise<Page<Session>> {
  const [at, last] = decodeCursor(after, cursor) ?? [];
  const rows = await tx.query<(Session & { key: string })[]>(
    `SELECT session_id AS id, code AS person, label, channel, opened_at AS "openedAt", seen_at AS "seenAt", expires_at AS "expiresAt",
            session_id::text = $2 AS current, opened_at::text AS key
     FROM sessions WHERE code = $1 AND ended_at IS NULL AND expires_at > now()
       AND ($3::text IS NULL OR (opened_at, session_id) > ($3::timestamptz, $4::uuid))
     ORDER BY opened_at, session_id LIMIT $5`,
    [person, session, at, last, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ key, id }) => [key, id],
    ({ key: _, ...row }) => row,
  );
}

/** Ends sessions of one person: the one, or all of them with the devices by which they are known. Answers how many were open. */
export async function endSessions(tx: EntityManager, { code }: Actor, person: string, only?: string): Promise<{ ended: number }> {
  await tx.query('SELECT FROM accounts WHERE code = $1 FOR UPDATE', [person]); // nobody signs in meanwhile
  const ended = await tx.query<[{ session_id: string }[], number]>(
    `UPDATE sessions SET ended_at = clock_timestamp(), ended_by = $2
     WHERE code = $1 AND ended_at IS NULL AND ($3::uuid IS NULL OR session_id = $3) RETURNING session_id`,
    [person, code, only ?? null],
  );
  if (only === undefined) await revokeWays(tx, [person]);
  const sessions = ended[0].map(({ session_id }) => session_id);
  await audit(tx, { action: 'endSessions', subjectKind: 'person', subjectId: person, details: { sessions, devices: only === undefined } });
  return { ended: sessions.length };
}
