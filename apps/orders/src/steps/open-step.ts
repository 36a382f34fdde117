import { stepKey, type Subject } from '@jielong/kernel';
import type { OrdersStep } from '@jielong/orders-contract';
import { openPendingStep } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { runsOfPurchase } from '../purchases/purchase.rows.js';
import { aboutOf, stateOf } from './apply-report.js';
import { holdRuns } from './held-run.js';

/** Who is asked. */
const roles: Readonly<Record<OrdersStep, string>> = {
  lockOrders: 'coordinator',
  confirmPurchase: 'purchaser',
  approveAllocation: 'coordinator',
  approveSettlement: 'accountant',
};
const roleOf = (step: string): string => Object.entries(roles).find(([name]) => name === step)?.[1] ?? 'coordinator';

/** Asks for a step, unless it is done; under the run, so that a report written at this moment is not asked for again. */
export async function openStep(tx: EntityManager, { processId }: Subject, step: string, at: string | null, dueAt: string): Promise<void> {
  const about = aboutOf(processId);
  const runs = await holdRuns(tx, 'runId' in about ? [about.runId] : await runsOfPurchase(tx, about.purchaseId));
  const { run, purchase } = await stateOf(tx, about);
  if ([...(run?.done ?? []), ...(purchase?.done ?? [])].includes(stepKey(step, at))) return;
  await openPendingStep(tx, { processId, step, at, role: roleOf(step), place: runs[0]?.compound ?? null, dueAt });
}
