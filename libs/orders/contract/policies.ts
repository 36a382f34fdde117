import type { QuietHours, RetentionDays } from '@jielong/kernel';

/** Who gets how much when there is not enough. */
export type AllocationRule = 'one-each-first' | 'first-come' | 'priority-first' | 'lot';
/** When and to whom neighbours pay. */
export type Collection = 'before' | 'at-pickup' | 'to-supplier' | 'free';

/** Who gets the catalogue's substitute for what cannot be had: whoever has said yes, or everybody who has not said no. */
export type SubstituteRule = 'if-accepted' | 'unless-refused';

/** Whether reports are taken that no service has signed: what an operator sends to Temporal itself. */
export type TemporalChannel = 'open' | 'closed';

/** Milliseconds: from cut-off for the lock, else from the beginning of the service date in Asia/Shanghai. */
export interface Durations {
  lockMs: number;
  purchaseMs: number;
  loadingMs: number;
  handoffMs: number;
  closePickupMs: number;
  settlementMs: number;
}
/** A rung of the ladder: so long after the deadline, this role is told. `responsible` is whoever is asked for the step. */
export interface PolicyRung {
  afterMs: number;
  role: string;
}
/** What a community chooses; frozen into a run when it opens. */
export interface Policies {
  minimumPortions: number;
  tripCap: number;
  allocation: AllocationRule;
  /** Whether a shortage waits for the coordinator. */
  approveShortages: boolean;
  substitutes: SubstituteRule;
  /** What becomes of a run below its minimum when the lock's deadline passes: the coordinator is asked on, or it is void by itself. */
  belowMinimum: 'ask' | 'void';
  priceBasis: 'quoted' | 'at-cost';
  /** A price paid that is dearer than quoted by more than so many percent waits for the coordinator. */
  priceTolerancePercent: number;
  collection: Collection;
  /** The most that the fund waives of what a household owes for one run. */
  waiverLimitFen: number;
  durations: Durations;
  /** Who is told that a step is late, by step; `default` where it is not named. At most four rungs. */
  ladders: Readonly<Record<string, readonly PolicyRung[]>>;
  /** Nobody is told in these hours (Asia/Shanghai). */
  quietHours: QuietHours | null;
  /** Judged when a report comes, not when its run was opened: closed is closed at once. */
  temporalChannel: TemporalChannel;
  /** How long data is kept after it is over. Judged when it is looked for, not when a run was opened. */
  retentionDays: RetentionDays;
}

const hour = 3_600_000;
/** Fits the sample community: bus loaded at 13:00, at the gate 40 minutes later. */
export const defaultPolicies: Policies = {
  minimumPortions: 50,
  tripCap: 400,
  allocation: 'one-each-first',
  approveShortages: false,
  substitutes: 'if-accepted',
  belowMinimum: 'ask',
  priceBasis: 'quoted',
  priceTolerancePercent: 10,
  collection: 'at-pickup',
  waiverLimitFen: 10_000,
  durations: {
    lockMs: 2 * hour,
    purchaseMs: 12 * hour,
    loadingMs: 14 * hour,
    handoffMs: 15 * hour,
    closePickupMs: 20 * hour,
    settlementMs: 44 * hour,
  },
  ladders: {
    default: [
      { afterMs: 0, role: 'responsible' },
      { afterMs: hour / 2, role: 'group-buy-leader' },
      { afterMs: hour, role: 'coordinator' },
    ],
    // Goods that are not at the gate an hour after plan are the coordinator's at once.
    confirmHandoff: [
      { afterMs: 0, role: 'responsible' },
      { afterMs: hour, role: 'coordinator' },
    ],
    approveSettlement: [
      { afterMs: 0, role: 'responsible' },
      { afterMs: 12 * hour, role: 'coordinator' },
    ],
  },
  quietHours: { from: '22:00', to: '07:00' },
  temporalChannel: 'open',
  retentionDays: {
    sessions: 30,
    invitations: 30,
    links: 30,
    answers: 30,
    refusals: 90,
    reveals: 365,
    chains: 90,
    remarks: 180,
    flags: 30,
    households: 180,
    people: 365,
  },
};
