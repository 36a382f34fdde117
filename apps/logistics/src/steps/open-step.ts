import { type LadderRung, stepKey, type Subject } from '@jielong/kernel';
import { doneSteps } from '@jielong/logistics-domain';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { openPendingStep } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { lockRunsOf, ownRuns } from './subject.js';

export interface AskedStep {
  readonly step: string;
  readonly ats: readonly (string | null)[];
  readonly dueAt: string;
}
const roles: Readonly<Record<string, string>> = {
  confirmLoading: 'team-captain',
  confirmHandoff: 'gate-captain',
  closePickup: 'gate-captain',
  disposeRemainder: 'coordinator',
};

/** Asks somebody for a step, unless it has been reported or made superfluous: then the rows say so. `dueAt`: where the run has no deadline. */
export async function openStep(
  tx: EntityManager,
  subject: Pick<Subject, 'processId'>,
  { step, ats, dueAt: otherwise }: AskedStep,
): Promise<void> {
  const runs = ownRuns(subject, await lockRunsOf(tx, subject));
  const done = new Set(runs.flatMap(({ said }) => doneSteps(said)));
  const role = roles[step] ?? 'coordinator';
  const { dueAt, ladder } = await scheduleOf(tx, runs, step, otherwise);
  for (const at of ats.filter((it) => !done.has(stepKey(step, it)))) {
    await openPendingStep(tx, { processId: subject.processId, step, at, role, place: placeOf(runs, at), dueAt, ladder });
  }
}

/** Something is left again where nothing was: somebody is asked what becomes of it, whatever the run waits for by now. */
export async function askForDisposal(tx: EntityManager, run: Pick<KnownRun, 'id' | 'compound'>): Promise<void> {
  const step = 'disposeRemainder';
  const { dueAt, ladder } = await scheduleOf(tx, [run], step, new Date().toISOString());
  const [processId, role] = [supplyRunId(run.id), roles[step] ?? 'coordinator'];
  await openPendingStep(tx, { processId, step, role, place: run.compound, dueAt, ladder });
}

/** Where the person is asked: at a pickup point, else in the compound. */
function placeOf(runs: readonly KnownRun[], at: string | null): string | null {
  const stop = runs.flatMap(({ said }) => said.stops).find(({ id }) => id === at);
  const point = runs.flatMap(({ said }) => said.points).find(({ id }) => id === at);
  return stop?.point ?? point?.id ?? runs[0]?.compound ?? null;
}

interface Schedule {
  readonly dueAt: string;
  readonly ladder: readonly LadderRung[];
}
/** Of the run whose deadline comes first: the bus goes when the first of its runs needs it. A cut-off that was put off has moved the deadlines. */
async function scheduleOf(tx: EntityManager, runs: readonly Pick<KnownRun, 'id'>[], step: string, otherwise: string): Promise<Schedule> {
  const [row] = await tx.query<{ due: string | null; ladder: LadderRung[] | null }[]>(
    `SELECT due_at->>$2 AS due, ladders->$2 AS ladder FROM ${ordersViews.runs} WHERE run_id = ANY($1) ORDER BY due_at->>$2, run_id LIMIT 1`,
    [runs.map(({ id }) => id), step],
  );
  return { dueAt: row?.due ?? otherwise, ladder: row?.ladder ?? [] };
}
