/** Where a run stands. `voided` and `cancelled` are ends too. */
export type RunStage = 'ordering' | 'confirming' | 'purchasing' | 'distributing' | 'settling' | 'closed' | 'voided' | 'cancelled';

/** The workflow ids. */
export const supplyRunId = (runId: string): string => `supply-run:${runId}`;
export const purchaseId = (id: string): string => `purchase:${id}`;

/** The input of `supplyRunWorkflow`, complete and unchanging: what may change (cut-off, purchases, trips) is read from rows. */
export interface SupplyRunInput {
  community: string;
  runId: string;
  /** Deadlines of the steps, ISO 8601. */
  dueAt: Record<'lockOrders' | 'approveAllocation' | 'closePickup' | 'disposeRemainder' | 'approveSettlement', string>;
}
export interface PurchaseInput {
  community: string;
  purchaseId: string;
  runIds: readonly string[];
  dueAt: Record<'confirmPurchase', string>;
}

/** What orders knows of a run, as its workflow needs it: its size does not depend on portions or orders. */
export interface RunState {
  stage: RunStage;
  /** ISO 8601; self-service closes then, unless a person has closed it before or put it off. */
  cutOffAt: string;
  /** Keys (`stepKey`) of the steps of orders that are reported, booked as assumed, or not asked for. */
  done: readonly string[];
  bundles: readonly string[];
  /** Purchases planned at lock, and whether all of them are in. */
  purchases: readonly string[];
  bought: boolean;
  /** Reported purchases of which logistics has booked another number as received, or none. Older histories do not say it. */
  unreceived?: readonly string[];
  /** Orders are collected elsewhere, or otherwise, than the newest version says. Older histories do not say it. */
  placesChanged?: boolean;
  /** The newest version, and the state of goods (`GoodsState.change`) that it was made for. */
  allocation: { version: number; basis: number; effective: boolean };
  /** Called off: what is not handed out is promised to nobody; what is on its way is disposed of. */
  calledOff: boolean;
  /** Counts for the operator's view. */
  portions: number;
  households: number;
}
export interface PurchaseState {
  done: readonly string[];
  bundles: readonly string[];
  runIds: readonly string[];
}
