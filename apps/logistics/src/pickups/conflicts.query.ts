import { type ConflictChoiceView, choicesOf } from '@jielong/logistics-domain';
import { decodeCursor, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { conflictDecisions, scanConflicts } from '../sealed.js';
import type { ConflictsQuery } from './pickup.schema.js';
import { runMustBeKnown } from './run-known.js';

interface Row {
  readonly conflict_id: string;
  readonly scan_id: string;
  readonly order_id: string | null;
  readonly code: string;
  readonly details: { readonly text: object; readonly said: object; readonly books: object; readonly recordedBy: string };
  /** What could not be read, as it came; empty once it is forgotten. */
  readonly raw: string | null;
  readonly at: Date;
  readonly decision: { choice: string; reason: string | null; decidedBy: string; at: string; pickupId: string | null } | null;
}

/** A page of a run's conflicts, oldest first; with the reasons of what was decided, or without. */
export async function listConflicts(
  tx: EntityManager,
  run: string,
  { limit, after, undecided }: ConflictsQuery,
  { showsReasons }: { readonly showsReasons: boolean },
) {
  await runMustBeKnown(tx, run);
  const [last] = decodeCursor(after, z.tuple([z.string().regex(/^\d{1,18}$/)])) ?? ['0'];
  const rows = await tx.query<Row[]>(
    `SELECT c.conflict_id, c.scan_id, c.order_id, c.code, c.details, c.raw, c.at,
       CASE WHEN d.conflict_id IS NOT NULL THEN json_build_object('choice', d.choice, 'reason', CASE WHEN $5 THEN d.reason END, 'decidedBy', d.decided_by, 'at', d.at,
         'pickupId', d.pickup_id) END AS decision
     FROM scan_conflicts c LEFT JOIN scan_conflict_decisions d ON d.community_id = c.community_id AND d.conflict_id = c.conflict_id
     WHERE c.run_id = $1 AND c.conflict_id > $2 AND (NOT $4 OR d.conflict_id IS NULL) ORDER BY c.conflict_id LIMIT $3`,
    [run, last, limit + 1, undecided, showsReasons],
  );
  const opened = rows.map((row) => ({
    ...scanConflicts.open(tx, row.conflict_id, row),
    decision: row.decision && conflictDecisions.open(tx, row.conflict_id, row.decision),
  }));
  return pageOf(opened, limit, (row) => [row.conflict_id], conflictOf);
}

/** Nothing is to be chosen of what has been decided. */
const choicesNow = ({ code, order_id, decision }: Row): ConflictChoiceView[] => (decision ? [] : choicesOf({ code, orderId: order_id }));

const conflictOf = (row: Row) => asItem(row, choicesNow(row));
const asItem = ({ conflict_id, scan_id, order_id, code, details, raw, at, decision }: Row, choices: ConflictChoiceView[]) => ({
  conflictId: conflict_id,
  scanId: scan_id,
  orderId: order_id,
  code,
  text: details.text,
  said: raw === null ? details.said : { ...details.said, raw },
  books: details.books,
  recordedBy: details.recordedBy,
  at: at.toISOString(),
  choices,
  decision,
});

/** Ids of a run's conflicts that nobody has decided. */
export async function undecidedConflicts(tx: EntityManager, run: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT conflict_id AS id FROM scan_conflicts c WHERE run_id = $1
       AND NOT EXISTS (SELECT FROM scan_conflict_decisions d WHERE d.community_id = c.community_id AND d.conflict_id = c.conflict_id)
     ORDER BY conflict_id`,
    [run],
  );
  return rows.map(({ id }) => id);
}
