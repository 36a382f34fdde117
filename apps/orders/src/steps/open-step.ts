import { stepKey, type Subject } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { runsOfPurchase } from '../purchases/purchase.rows.js';
import { aboutOf, stateOf } from './apply-report.js';
import { askFor } from './ask-step.js';
import { holdRuns } from './held-run.js';

/** Asks for a step, unless it is done; under the run, so that a report written at this moment is not asked for again. */
export async function openStep(tx: EntityManager, { processId }: Subject, step: string, at: string | null, dueAt: string): Promise<void> {
  const about = aboutOf(processId);
  const [run] = await holdRuns(tx, 'runId' in about ? [about.runId] : await runsOfPurchase(tx, about.purchaseId));
  const state = await stateOf(tx, about);
  if (!run || [...(state.run?.done ?? []), ...(state.purchase?.done ?? [])].includes(stepKey(step, at))) return;
  await askFor(tx, run, { processId, step, at }, dueAt); // a cut-off that was put off has moved the run's own deadlines
}
