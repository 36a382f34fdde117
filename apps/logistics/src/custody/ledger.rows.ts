import { difference, ledger, type Entry, type Movement, type RunSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** In whose name movements are reversed. */
interface Reverser {
  readonly reportId: string;
  readonly enteredBy: string;
}
interface BookedRow extends Omit<Movement, 'from' | 'to'> {
  movementId: string;
  fromKind: Movement['from']['kind'];
  fromRef: string;
  toKind: Movement['to']['kind'];
  toRef: string;
}
type Booked = Movement & { readonly movementId: string };

/** Appends what brings the ledger of these runs to what has been said, in one statement: it is judged by its sum. */
export async function bookWhatWasSaid(tx: EntityManager, runs: readonly RunSaid[], reverser: Reverser): Promise<void> {
  const booked = await standing(
    tx,
    runs.map(({ run }) => run),
  );
  const entries = runs.flatMap((said) =>
    difference(booked.get(said.run) ?? [], ledger(said)).map((entry) => rowOf(said.run, entry, reverser)),
  );
  if (!entries.length) return;
  await tx.query(
    `INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, from_ref, to_kind, to_ref, portions, report_id, evidence, entered_by, reverses)
     SELECT run_id, bundle, kind, step, from_kind, from_ref, to_kind, to_ref, portions, report_id, evidence, entered_by, reverses
     FROM jsonb_to_recordset($1) AS m(run_id uuid, bundle text, kind text, step text, from_kind text, from_ref text, to_kind text, to_ref text,
       portions integer, report_id text, evidence text, entered_by text, reverses bigint)`,
    [JSON.stringify(entries)],
  );
}

/** What the rule has booked and nobody has reversed: pickups book for themselves. */
async function standing(tx: EntityManager, runIds: readonly string[]): Promise<Map<string, Booked[]>> {
  const rows = await tx.query<(BookedRow & { run: string })[]>(
    `SELECT run_id AS run, movement_id AS "movementId", bundle, kind, step, from_kind AS "fromKind", from_ref AS "fromRef", to_kind AS "toKind",
       to_ref AS "toRef", portions, report_id AS "reportId", entered_by AS "enteredBy", evidence
     FROM custody_movements m WHERE run_id = ANY($1) AND pickup_id IS NULL AND kind <> 'reverse'
       AND NOT EXISTS (SELECT FROM custody_movements r WHERE r.reverses = m.movement_id) ORDER BY movement_id`,
    [runIds],
  );
  const by = new Map<string, Booked[]>(runIds.map((id) => [id, []]));
  for (const { run, fromKind, fromRef, toKind, toRef, ...row } of rows) {
    by.get(run)?.push({ ...row, from: { kind: fromKind, ref: fromRef }, to: { kind: toKind, ref: toRef } });
  }
  return by;
}

const rowOf = (run: string, entry: Entry<Booked>, { reportId, enteredBy }: Reverser) => ({
  run_id: run,
  bundle: entry.bundle,
  kind: entry.kind,
  step: entry.step,
  from_kind: entry.from.kind,
  from_ref: entry.from.ref,
  to_kind: entry.to.kind,
  to_ref: entry.to.ref,
  portions: entry.portions,
  evidence: entry.evidence,
  report_id: entry.kind === 'reverse' ? reportId : entry.reportId,
  entered_by: entry.kind === 'reverse' ? enteredBy : entry.enteredBy,
  reverses: entry.kind === 'reverse' ? entry.reverses.movementId : null,
});
