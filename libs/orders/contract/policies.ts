/** Who gets how much when there is not enough. */
export type AllocationRule = 'one-each-first' | 'first-come' | 'priority-first' | 'lot';
/** When and to whom neighbours pay. */
export type Collection = 'before' | 'at-pickup' | 'to-supplier' | 'free';

/** Milliseconds: from cut-off for the lock, else from the beginning of the service date in Asia/Shanghai. */
export interface Durations {
  lockMs: number;
  purchaseMs: number;
  loadingMs: number;
  handoffMs: number;
  closePickupMs: number;
  settlementMs: number;
}
/** What a community chooses; frozen into a run when it opens. */
export interface Policies {
  minimumPortions: number;
  tripCap: number;
  allocation: AllocationRule;
  /** Whether a shortage waits for the coordinator. */
  approveShortages: boolean;
  priceBasis: 'quoted' | 'at-cost';
  collection: Collection;
  durations: Durations;
}

const hour = 3_600_000;
/** Fits the sample community: bus loaded at 13:00, at the gate 40 minutes later. */
export const defaultPolicies: Policies = {
  minimumPortions: 50,
  tripCap: 400,
  allocation: 'one-each-first',
  approveShortages: false,
  priceBasis: 'quoted',
  collection: 'at-pickup',
  durations: {
    lockMs: 2 * hour,
    purchaseMs: 12 * hour,
    loadingMs: 14 * hour,
    handoffMs: 15 * hour,
    closePickupMs: 20 * hour,
    settlementMs: 44 * hour,
  },
};
