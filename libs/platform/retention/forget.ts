import { type Forgotten, type ForgottenCounts, type RetainedKind, type Retention, retainedKinds } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { audit } from '../audit/audit.js';

/** How one kind is forgotten in one table: what is over for so many days, at most so many rows at once, and says how many there were. */
export interface ForgetRule {
  readonly kind: RetainedKind;
  readonly forget: (tx: EntityManager, days: number, batch: number) => Promise<number>;
}

/** Rows of each rule in one transaction: a moment, whatever has piled up. */
const usualBatch = 1_000;

/** The rule that rows of a table go: `over` is the instant from which their days are counted, `and` what else has to hold. */
export const deleting = (kind: RetainedKind, table: string, over: string, and = 'true'): ForgetRule => ({
  kind,
  forget: counting(`DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} ${oldRows(over, and)}))`),
});

/** The rule that values go and their row stays; `and` has to hold no more once it is done. */
export const emptying = (kind: RetainedKind, table: string, set: string, over: string, and: string): ForgetRule => ({
  kind,
  forget: counting(
    `UPDATE ${table} SET ${set} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} ${oldRows(over, and)} FOR UPDATE SKIP LOCKED))`,
  ),
});

/** A statement that takes the days ($1) and the batch ($2). */
const counting =
  (sql: string): ForgetRule['forget'] =>
  async (tx, days, batch) => {
    const [, rows] = await tx.query<[unknown[], number]>(sql, [days, batch]);
    return rows;
  };

const oldRows = (over: string, and: string): string => `WHERE ${over} < now() - make_interval(days => $1) AND ${and} LIMIT $2`;

/**
 * Forgets a batch of what is over, in the caller's transaction, and writes down how much of which kind. Killed in between it has forgotten nothing,
 * and is simply done again; what the round has forgotten in all is read from what is written down.
 */
export async function forgetBatch(
  tx: EntityManager,
  rules: readonly ForgetRule[],
  { id, days }: Retention,
  batch = usualBatch,
): Promise<Forgotten> {
  const gone = new Map<RetainedKind, number>();
  let isDone = true;
  for (const { kind, forget } of rules) {
    const rows = await forget(tx, days[kind], batch);
    if (rows > 0) gone.set(kind, (gone.get(kind) ?? 0) + rows);
    isDone &&= rows < batch;
  }
  if (gone.size > 0) await audit(tx, { action: 'forget', subjectKind: 'retention', subjectId: id, details: Object.fromEntries(gone) });
  return { counts: await forgottenIn(tx, id), isDone };
}

async function forgottenIn(tx: EntityManager, id: string): Promise<ForgottenCounts> {
  const rows = await tx.query<{ kind: string; rows: number }[]>(
    `SELECT d.key AS kind, sum(d.value::integer)::integer AS rows FROM audit_entries e, jsonb_each_text(e.details) d
     WHERE (e.subject_kind, e.subject_id, e.action) = ('retention', $1, 'forget') GROUP BY 1`,
    [id],
  );
  const found = new Map(rows.map(({ kind, rows: count }) => [kind, count]));
  return Object.fromEntries(retainedKinds.flatMap((kind) => (found.has(kind) ? [[kind, found.get(kind) ?? 0]] : [])));
}
