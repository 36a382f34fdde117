import { type Increment, regrown } from './increments.js';

/** What one household wants of one bundle. */
export interface Claim {
  readonly orderLineId: string;
  /** The line in whose place it stands: it asks only for what that one does not get. Null: it was ordered. */
  readonly inPlaceOf: string | null;
  readonly bundle: string;
  /** The pickup point where it waits for it. */
  readonly point: string;
  /** In which parts it was ordered, or the line in whose place it stands; times of one form, so that they sort as text. */
  readonly increments: readonly Increment[];
  /** Where it stands among those that were seen at the same moment: in a sign-up text pasted at once, by line. 0 where it stands alone. */
  readonly place: number;
  /** Marked by members; never why. */
  readonly priority: boolean;
  /** How often the household went short in its last runs. */
  readonly shortBefore: number;
  /** It has so many already. */
  readonly floor: number;
  /** What it counts on: the version in force, or what it ordered. */
  readonly before: number;
}
/** Portions of one bundle that may go to any of some pickup points. */
export interface Pool {
  readonly bundle: string;
  readonly points: readonly string[];
  readonly portions: number;
}

/** All portions that a claim asks for. */
export const demandOf = ({ increments }: Pick<Claim, 'increments'>): number => increments.reduce((sum, { portions }) => sum + portions, 0);

/** The same claim, for no more than so many portions. */
export const cutTo = <It extends Claim>(claim: It, most: number): It => ({
  ...claim,
  increments: regrown(claim.increments, Math.min(demandOf(claim), Math.max(0, most)), []),
});

/** What they count on, or have already: once pickup is over nobody gets, and is charged for, more; their code is dead. */
export const countedOn = ({ before, floor }: Claim): number => Math.max(before, floor);
