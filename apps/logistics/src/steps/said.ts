import { stepKey } from '@jielong/kernel';
import { doneSteps, outlookOf } from '@jielong/logistics-domain';
import type { RunSaid, Speaker } from '@jielong/logistics-domain';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { supplyRunId } from '@jielong/orders-contract';
import { closePendingSteps, type StepKey } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { bookWhatWasSaid } from '../custody/ledger.rows.js';
import type { KnownRun } from '../custody/runs.rows.js';
import { askForDisposal } from './open-step.js';
import { movePoints } from './points.rows.js';
import { moveTrips } from './trips.rows.js';

/**
 * Writes what follows from what has been said: movements, `change`, states, and that nobody is asked any more for what is done, but somebody for
 * what is left again.
 * Gives the runs as they are then. Call it under the locks of runs and points.
 */
export async function follow(
  tx: EntityManager,
  runs: readonly KnownRun[],
  after: readonly RunSaid[],
  speaker: Speaker,
): Promise<KnownRun[]> {
  const changed = after.filter((said, i) => said !== runs[i]?.said);
  await bookWhatWasSaid(tx, changed, speaker);
  const next: KnownRun[] = [];
  for (const [i, run] of runs.entries()) {
    const said = after[i] ?? run.said;
    next.push(await withChange(tx, run, said));
    if (said !== run.said && isDisposedOf(run.said) && !isDisposedOf(said)) await askForDisposal(tx, run);
  }
  for (const said of changed) await movePoints(tx, said, runs.find(({ id }) => id === said.run)?.allocationVersion ?? 0);
  await moveTrips(tx, changed, after);
  await closePendingSteps(tx, changed.flatMap(pendingKeys));
  return next;
}

/** `change` grows where the goods that can be counted on are others than before. */
async function withChange(tx: EntityManager, run: KnownRun, said: RunSaid): Promise<KnownRun> {
  if (said === run.said || isSame(outlookOf(run.said), outlookOf(said))) return { ...run, said };
  await tx.query('UPDATE supply_runs SET change = change + 1 WHERE run_id = $1', [run.id]);
  return { ...run, said, change: run.change + 1 };
}

/** Nobody needs to be asked what becomes of the rest. */
export const isDisposedOf = (said: RunSaid): boolean => doneSteps(said).includes(stepKey('disposeRemainder'));
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A step of a bus may have been asked for by the bus or by the run. */
function pendingKeys(run: RunSaid): StepKey[] {
  const processes = [supplyRunId(run.run), ...run.trips.map(({ id }) => tripWorkflowId(id))];
  return doneSteps(run).flatMap((key) => {
    const [step = '', at] = key.split('@');
    return processes.map((processId) => ({ processId, step, at }));
  });
}
