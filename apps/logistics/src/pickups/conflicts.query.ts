import type { pageQuery } from '@jielong/kernel/schemas';
import { decodeCursor, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { runMustBeKnown } from './run-known.js';

interface Row {
  readonly conflict_id: string;
  readonly scan_id: string;
  readonly order_id: string | null;
  readonly code: string;
  readonly details: { readonly text: object; readonly said: object; readonly books: object; readonly recordedBy: string };
  readonly at: Date;
}

/** A page of a run's conflicts, oldest first. */
export async function listConflicts(tx: EntityManager, run: string, { limit, after }: z.output<typeof pageQuery>) {
  await runMustBeKnown(tx, run);
  const [last] = decodeCursor(after, z.tuple([z.string().regex(/^\d{1,18}$/)])) ?? ['0'];
  const rows = await tx.query<Row[]>(
    `SELECT conflict_id, scan_id, order_id, code, details, at FROM scan_conflicts
     WHERE run_id = $1 AND conflict_id > $2 ORDER BY conflict_id LIMIT $3`,
    [run, last, limit + 1],
  );
  return pageOf(rows, limit, (row) => [row.conflict_id], conflictOf);
}

const conflictOf = ({ conflict_id, scan_id, order_id, code, details, at }: Row) => ({
  conflictId: conflict_id,
  scanId: scan_id,
  orderId: order_id,
  code,
  text: details.text,
  said: details.said,
  books: details.books,
  recordedBy: details.recordedBy,
  at: at.toISOString(),
});
