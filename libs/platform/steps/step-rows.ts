import { DomainError, hashOf, type LadderRung, type Receipt, type Report } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { refusedReports, reports } from '../privacy/sealed-mechanisms.js';
import { reportHash } from './report-hash.js';

/** Which step of which process; `at` tells several alike apart. */
export interface StepKey {
  readonly processId: string;
  readonly step: string;
  readonly at?: string | null | undefined;
}
export interface PendingStepInput extends StepKey {
  /** A role, never a person: `gate-captain`. */
  readonly role: string;
  /** Where, by id: a pickup point, a compound. Never a room. */
  readonly place?: string | null | undefined;
  /** ISO 8601. */
  readonly dueAt: string;
  /** Who is told that it is late; `responsible` stands for the role itself. */
  readonly ladder?: readonly LadderRung[] | undefined;
}

const responsible = 'responsible';

/** Asks for a step; asking again changes nothing. */
export const openPendingStep = async (tx: EntityManager, asked: PendingStepInput): Promise<void> => {
  const { processId, step, at, role, place, dueAt, ladder = [] } = asked;
  const told = ladder.map((rung) => (rung.role === responsible ? { ...rung, role } : rung));
  await tx.query(
    `INSERT INTO pending_steps (process_id, step, at, role, place, due_at, ladder) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [processId, step, at ?? null, role, place ?? null, dueAt, JSON.stringify(told)],
  );
};

/** A person is asked no more for what is done, in whichever process it was asked. */
export const closePendingSteps = async (tx: EntityManager, keys: readonly StepKey[]): Promise<void> => {
  if (!keys.length) return;
  await tx.query(
    `DELETE FROM pending_steps p USING jsonb_to_recordset($1) AS k(process_id text, step text, at text)
     WHERE p.process_id = k.process_id AND p.step = k.step AND p.at IS NOT DISTINCT FROM k.at`,
    [JSON.stringify(keys.map(({ processId, step, at }) => ({ process_id: processId, step, at: at ?? null })))],
  );
};

/** The process is over: its row says so, and nobody is asked for anything. Safe where this service has no row of it. */
export const endProcess = async (tx: EntityManager, processId: string): Promise<void> => {
  await tx.query('UPDATE processes SET ended_at = coalesce(ended_at, now()) WHERE process_id = $1', [processId]);
  await tx.query('DELETE FROM pending_steps WHERE process_id = $1', [processId]);
};

export interface ReportInput {
  readonly processId: string;
  readonly report: Report;
  /** Uuids of the runs it concerns. */
  readonly runs: readonly string[];
  /** Steps that this report books as assumed. */
  readonly assumed: readonly string[];
}

/** Stores a report with the receipt that everybody gets who sends it again. In the transaction of its effects, under their locks. */
export async function writeReport(tx: EntityManager, { processId, report, runs, assumed }: ReportInput): Promise<Receipt> {
  if (report.corrects !== undefined) await refuseUnknown(tx, report.corrects);
  const [clock] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  const recordedAt = (clock?.now ?? new Date()).toISOString();
  const { reportId, step, at } = report;
  const { reason = null, ...body } = report;
  const receipt: Receipt = { reportId, step, ...(at === undefined ? {} : { at }), recordedAt, assumed };
  await tx.query(
    `INSERT INTO reports (report_id, process_id, step, at, runs, body, body_hash, answer, entered_by, done_by, channel, evidence,
       occurred_at, recorded_at, corrects, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      reportId,
      processId,
      step,
      at ?? null,
      runs,
      JSON.stringify(body),
      reportHash(report),
      JSON.stringify(receipt),
      report.enteredBy,
      report.doneBy,
      report.channel,
      report.evidence,
      report.occurredAt,
      recordedAt,
      report.corrects ?? null,
      reports.seal(tx, reportId, { reason }).reason,
    ],
  );
  return receipt;
}

/** Left to the database it would be a fault, which is tried again for ever while everybody behind it waits. */
async function refuseUnknown(tx: EntityManager, corrects: string): Promise<void> {
  const known = await tx.query<unknown[]>('SELECT FROM reports WHERE report_id = $1', [corrects]);
  if (known.length) return;
  throw new DomainError(
    'conflict',
    'not-current',
    {
      zh: `没有 ${corrects} 这条登记，无从更正。请核对登记编号；第一次登记不写 corrects。`,
      en: `There is no report ${corrects} to correct. Check its id; leave \`corrects\` out where nothing was reported before.`,
    },
    { corrects, current: null },
  );
}

export interface RefusalInput {
  /** Tells refusals apart: the same one again is the same row. Made of what was sent where none is given. */
  readonly key?: string | undefined;
  readonly reportId?: string | undefined;
  readonly processId: string;
  readonly step: string;
  /** What was sent, as text. */
  readonly payload: string;
  readonly code?: string | undefined;
  readonly reason: string;
}

/** A reason may quote what was sent, which may hold what the database does not take. */
const storable = (text: string, length: number): string => text.replaceAll('\0', '').slice(0, length);

/** What was said and not accepted: shown to the office, and never an obstacle to saying it again. */
export const noteRefusal = async (tx: EntityManager, refusal: RefusalInput): Promise<void> => {
  const { reportId, processId, step, payload, code = 'refused', reason } = refusal;
  const key = refusal.key ?? hashOf([processId, step, payload]);
  const said = refusedReports.seal(tx, key, { payload: storable(payload, 4_000), reason: storable(reason, 1_000) });
  await tx.query(
    `INSERT INTO refused_reports (refusal_key, report_id, process_id, step, payload, code, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    [key, reportId ?? null, processId, step, said.payload, code, said.reason],
  );
};
