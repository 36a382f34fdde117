import { hashOf } from '@jielong/kernel';
import type { AllocationRule } from '@jielong/orders-contract';
import type { Claim } from './claim.js';

/** One portion that somebody wants. */
export interface Unit {
  readonly claim: Claim;
  /** Which of the portions of its claim, from 0. */
  readonly nth: number;
  readonly seenAt: string;
}
type Rank = readonly (number | string)[];

/** Lower comes first. Whoever went short before comes first among equals, except where only the time counts. */
const ranks: Readonly<Record<AllocationRule, (unit: Unit, seed: string) => Rank>> = {
  'one-each-first': ({ nth, claim, seenAt }) => [nth, -claim.shortBefore, seenAt, claim.place],
  'first-come': ({ claim, seenAt }) => [seenAt, claim.place],
  'priority-first': ({ nth, claim, seenAt }) => [claim.priority ? 0 : 1, nth, -claim.shortBefore, seenAt, claim.place],
  lot: ({ claim }, seed) => [-claim.shortBefore, hashOf([seed, claim.orderLineId])],
};

/** All wanted portions, in the order in which the rule serves them. What is handed out already comes before everything. */
export function inTurn(rule: AllocationRule, seed: string, claims: readonly Claim[]): Unit[] {
  const ranked = claims.flatMap(unitsOf).map((unit) => ({
    unit,
    rank: [unit.nth < unit.claim.floor ? 0 : 1, ...ranks[rule](unit, seed), unit.claim.orderLineId, unit.nth],
  }));
  return ranked.toSorted((a, b) => compare(a.rank, b.rank)).map(({ unit }) => unit);
}

function unitsOf(claim: Claim): Unit[] {
  const times = claim.increments.flatMap(({ portions, seenAt }) => Array.from({ length: portions }, () => seenAt));
  return times.toSorted().map((seenAt, nth) => ({ claim, nth, seenAt }));
}

function compare(a: Rank, b: Rank): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
