import { type CalendarDate, DomainError } from '@jielong/kernel';
import { defaultPolicies, type Policies, type RunStage, supplyRunId } from '@jielong/orders-contract';
import { checkDates, chosenPolicies, dueAt, laddersOf, stageAfter } from '@jielong/orders-domain';
import { audit, closePendingSteps, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type LockedRun, lockRun } from './run-rows.js';

/** Ends self-service early, for good. Closing what is closed changes nothing. */
export async function closeOrderingEarly(tx: EntityManager, runId: string): Promise<void> {
  const { stage } = await lockRun(tx, runId, 'UPDATE');
  if (stage === 'confirming') return;
  if (stage !== 'ordering') throw orderingIsOver(stage);
  await tx.query(
    `UPDATE supply_runs SET stage = 'confirming', cut_off_at = least(cut_off_at, clock_timestamp()) WHERE run_id = $1 AND stage = 'ordering'`,
    [runId],
  );
  await told(tx, runId, 'closeOrdering', {});
}

/** Puts the cut-off off, or forward, to an instant that is still to come; until the lock, also after it has passed. The deadlines follow it. */
export async function extendOrdering(tx: EntityManager, runId: string, cutOffAt: Date): Promise<void> {
  const run = await lockRun(tx, runId, 'UPDATE');
  if (run.stage !== 'ordering' && run.stage !== 'confirming') throw orderingIsOver(run.stage);
  if (cutOffAt <= run.now) throw cutOffIsPast(run);
  const dates = { cutOffAt, serviceDate: run.serviceDate as CalendarDate };
  checkDates(dates, run.now);
  const [row] = await tx.query<{ policies: Policies }[]>('SELECT policies FROM supply_runs WHERE run_id = $1', [runId]);
  const policies = chosenPolicies(defaultPolicies, row?.policies ?? {});
  const due = dueAt(cutOffAt, dates.serviceDate, policies.durations);
  await tx.query(
    `UPDATE supply_runs SET stage = $5, cut_off_at = $2, due_at = due_at || $3::jsonb, ladders = ladders || $4::jsonb WHERE run_id = $1`,
    [runId, cutOffAt, JSON.stringify(due), JSON.stringify(laddersOf(due, policies)), stageAfter(run.stage, 'extendOrdering')],
  );
  await closePendingSteps(tx, [{ processId: supplyRunId(runId), step: 'lockOrders' }]);
  await told(tx, runId, 'extendOrdering', { from: run.cutOffAt.toISOString(), to: cutOffAt.toISOString() });
}

async function told(tx: EntityManager, runId: string, action: string, details: Readonly<Record<string, unknown>>): Promise<void> {
  await wakeProcess(tx, supplyRunId(runId));
  await audit(tx, { action, subjectKind: 'supply-run', subjectId: runId, details });
}

const orderingIsOver = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'ordering-closed',
    {
      zh: '这个批次已经锁单或结束，截单时间不能再改。要补订请开下一个批次。',
      en: 'The orders of this run are locked, or it is over: its cut-off cannot be changed any more. Open the next run for further orders.',
    },
    { stage },
  );
const cutOffIsPast = ({ now }: LockedRun) =>
  new DomainError(
    'invalid',
    'cut-off-is-past',
    {
      zh: '新的截单时间已经过去。要现在截单请用 close-ordering。',
      en: 'The new cut-off is in the past. To end ordering now, use `close-ordering`.',
    },
    { now: now.toISOString() },
  );
