import type { OrdersStep } from '@jielong/orders-contract';
import { openPendingStep, type StepKey } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { HeldRun } from './held-run.js';

/** Who is asked. */
const roles: Readonly<Record<OrdersStep, string>> = {
  lockOrders: 'coordinator',
  confirmPurchase: 'purchaser',
  approveAllocation: 'coordinator',
  approvePrice: 'coordinator',
  approveSettlement: 'accountant',
  voidRun: 'coordinator',
  cancelRun: 'coordinator',
};
const roleOf = (step: string): string => Object.entries(roles).find(([name]) => name === step)?.[1] ?? 'coordinator';

/** Asks whoever is responsible, by the run's deadlines and ladder. `dueAt`: where the run has none. */
export const askFor = (
  tx: EntityManager,
  { compound, dueAt, ladders }: HeldRun,
  key: StepKey,
  otherwise = new Date().toISOString(),
): Promise<void> =>
  openPendingStep(tx, {
    ...key,
    role: roleOf(key.step),
    place: compound,
    dueAt: dueAt[key.step] ?? otherwise,
    ladder: ladders[key.step],
  });
