import type { Text } from '@jielong/kernel';
import type { Increment } from '../increments.js';
import type { Items, OpenBundle } from '../demand.js';
import type { Choice } from '../sign-up/answers.js';
import type { Line, LineOrder } from '../sign-up/types.js';

/** What of an entry counts in a household's order. */
export type CountedOrder = Pick<LineOrder, 'action' | 'householdId' | 'items' | 'gate' | 'placedBy' | 'room' | 'remarks'>;

/** An entry as an earlier commit has left it. */
export interface KnownEntry {
  readonly fingerprint: string;
  readonly line: number;
  readonly entry: number;
  readonly serial: string | null;
  readonly text: string;
  /** Empty where nothing of it counts. */
  readonly orders: readonly CountedOrder[];
  /** ISO 8601, by the database's clock. */
  readonly firstSeenAt: string;
}
/** What a chain has made of a household so far. */
export interface ChainState {
  readonly orderId: string;
  readonly items: Items;
  readonly gate: string | null;
}
/** A household's open order in the run, whichever way it came. */
export interface StandingOrder {
  readonly orderId: string;
  readonly items: Items;
}
/** What a person has decided about an entry that was asked back at a commit. */
export type CommitDecision = 'keep' | 'drop' | 'add' | 'replace';
/** Why an entry is asked back at a commit, though it can be read. */
export const commitReasons = ['vanished', 'nothing_to_change', 'possible_duplicate', 'over_limit', 'sold_out'] as const;
export type CommitReason = (typeof commitReasons)[number];

/** What a person may answer: what the reader offers, or that an entry goes on counting though it is gone from the text. */
export type CommitChoice = Choice | { readonly choose: 'keep' };

export interface CommitInput {
  readonly lines: readonly Line[];
  readonly known: readonly KnownEntry[];
  readonly chain: ReadonlyMap<string, ChainState>;
  /** By household. */
  readonly standing: ReadonlyMap<string, StandingOrder>;
  readonly bundles: readonly OpenBundle[];
  /** By fingerprint. */
  readonly decisions: ReadonlyMap<string, CommitDecision>;
  /** By the database's clock. */
  readonly now: string;
}

/** An entry as this commit leaves it. */
export interface PlannedEntry extends Omit<KnownEntry, 'orders'> {
  readonly status: 'accepted' | 'held' | 'gone';
  /** Why it is held: a reason of the reader or of the commit. */
  readonly reason: string | null;
  readonly reasonText: Text | null;
  /** What a person may choose. */
  readonly choices: readonly CommitChoice[];
  readonly orders: readonly CountedOrder[];
  readonly isInText: boolean;
}
/** What becomes of one household's order. */
export interface HouseholdChange {
  readonly householdId: string;
  /** null: a new order. */
  readonly orderId: string | null;
  /** What the order is to hold; nothing: it is cancelled. */
  readonly items: Items;
  /** What the chain now stands for in it; nothing: the chain has no part in it any more. */
  readonly chainItems: Items;
  /** As the entries say; null where none says one. */
  readonly gate: string | null;
  readonly placedBy: string | null;
  readonly remarks: readonly string[];
  readonly firstSeenAt: string;
  /** By bundle: what has come, each at its entry's first sight. */
  readonly coming: Readonly<Record<string, readonly Increment[]>>;
}
export interface CommitPlan {
  readonly entries: readonly PlannedEntry[];
  readonly households: readonly HouseholdChange[];
  /** What the counters of the bundles change by. */
  readonly difference: Items;
  /** Households of the chain. */
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number; readonly unchanged: number };
}
