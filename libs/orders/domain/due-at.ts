import { type CalendarDate, type LadderRung, ladderOf } from '@jielong/kernel';
import type { Durations, Policies } from '@jielong/orders-contract';

/** Who is told when, by step. */
export type Ladders = Record<(typeof stepsWithDeadline)[number], readonly LadderRung[]>;

/** The steps of a run, of its purchases and its trips that have a deadline. */
export const stepsWithDeadline = [
  'lockOrders',
  'confirmPurchase',
  'approveAllocation',
  'confirmLoading',
  'confirmHandoff',
  'closePickup',
  'disposeRemainder',
  'approvePrice',
  'approveSettlement',
] as const;
/** Deadlines by step, ISO 8601. */
export type DueAt = Record<(typeof stepsWithDeadline)[number], string>;

/**
 * When each step of a run is due: the lock counts from the cut-off, everything else from the beginning of the service date in Asia/Shanghai.
 * A shortage has to be decided before the bus is loaded; what is left is disposed of half-way between closing and settling. Where the lock is
 * due only after the purchase, as with a late cut-off, the day begins so much later: nothing is due before what it waits for.
 */
export function dueAt(cutOffAt: Date, serviceDate: CalendarDate, durations: Durations): DueAt {
  const midnight = Date.parse(`${serviceDate}T00:00:00+08:00`);
  const lock = cutOffAt.getTime() + durations.lockMs;
  const laterMs = Math.max(0, lock - (midnight + durations.purchaseMs));
  const fromMidnight = (ms: number) => new Date(midnight + ms + laterMs).toISOString();
  return {
    lockOrders: new Date(lock).toISOString(),
    confirmPurchase: fromMidnight(durations.purchaseMs),
    approveAllocation: fromMidnight(durations.loadingMs),
    confirmLoading: fromMidnight(durations.loadingMs),
    confirmHandoff: fromMidnight(durations.handoffMs),
    closePickup: fromMidnight(durations.closePickupMs),
    disposeRemainder: fromMidnight(Math.round((durations.closePickupMs + durations.settlementMs) / 2)),
    approvePrice: fromMidnight(durations.closePickupMs),
    approveSettlement: fromMidnight(durations.settlementMs),
  };
}

/** The ladder of each step from its deadline, as the policies say; nobody is told in quiet hours. */
export function laddersOf(due: DueAt, { ladders, quietHours }: Pick<Policies, 'ladders' | 'quietHours'>): Ladders {
  const of = (step: keyof Ladders) => ladderOf({ dueAt: due[step], rungs: ladders[step] ?? ladders['default'] ?? [], quietHours });
  return {
    lockOrders: of('lockOrders'),
    confirmPurchase: of('confirmPurchase'),
    approveAllocation: of('approveAllocation'),
    confirmLoading: of('confirmLoading'),
    confirmHandoff: of('confirmHandoff'),
    closePickup: of('closePickup'),
    disposeRemainder: of('disposeRemainder'),
    approvePrice: of('approvePrice'),
    approveSettlement: of('approveSettlement'),
  };
}
