import type { RevealedKind } from '@jielong/members-contract';
import type { revealsAnswer, revealsQuery } from '@jielong/members-contract/schemas';
import { checkReveal, type RevealedToday } from '@jielong/members-domain';
import { audit, decodeCursor, nextId, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { reveals } from '../sealed.js';

export interface Revealing {
  readonly kind: RevealedKind;
  readonly subject: string;
  /** May name somebody: it is sealed, and stands in no audit entry. */
  readonly reason: string;
  readonly by: string;
  /** Subjects a day. */
  readonly limit: number;
}

/** Counts and keeps who sees the full data of whom, and why, before it is shown. Refuses with 403 `reveals-used-up`. */
export async function noteReveal(tx: EntityManager, { kind, subject, reason, by, limit }: Revealing): Promise<void> {
  await oneAtATime(tx, by);
  checkReveal(await revealedToday(tx, kind, subject, by), limit);
  const id = await nextId(tx, 'reveals', 'reveal_id');
  await tx.query(
    'INSERT INTO reveals (reveal_id, kind, subject, reason, revealed_by) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5)',
    [id, kind, subject, reveals.seal(tx, id, { reason }).reason, by],
  );
  await audit(tx, { action: 'reveal', subjectKind: kind, subjectId: subject });
}

/** Whoever asks many times at once is counted one by one. */
const oneAtATime = (tx: EntityManager, by: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('reveals of ' || current_setting('app.community_id') || '/' || $1, 0))`, [by]);

async function revealedToday(tx: EntityManager, kind: RevealedKind, subject: string, by: string): Promise<RevealedToday> {
  const [today] = await tx.query<RevealedToday[]>(
    `SELECT count(DISTINCT (kind, subject))::integer AS subjects, coalesce(bool_or((kind, subject) = ($1, $2)), false) AS "isAmongThem"
     FROM reveals WHERE revealed_by = $3
       AND at >= date_trunc('day', clock_timestamp() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'`,
    [kind, subject, by],
  );
  return today ?? { subjects: 0, isAmongThem: false };
}

type Shown = z.output<typeof revealsAnswer>['items'][number];
export type Reveal = Omit<Shown, 'at'> & { readonly at: Date };
const cursor = z.tuple([z.string().regex(/^\d{1,19}$/)]);

/** Who has seen the full data of whom, the last first. That it was read is recorded: reasons may name somebody. */
export async function listReveals(tx: EntityManager, { by, after, limit }: z.output<typeof revealsQuery>): Promise<Page<Reveal>> {
  const [last] = decodeCursor(after, cursor) ?? [];
  const rows = await tx.query<(Reveal & { id: string })[]>(
    `SELECT reveal_id AS id, kind, subject, reason, revealed_by AS "revealedBy", at FROM reveals
     WHERE ($1::text IS NULL OR revealed_by = $1) AND ($2::bigint IS NULL OR reveal_id < $2) ORDER BY reveal_id DESC LIMIT $3`,
    [by, last, limit + 1],
  );
  await audit(tx, { action: 'listReveals', subjectKind: 'person', subjectId: by ?? '*' });
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ id, ...row }) => reveals.open(tx, id, row),
  );
}
