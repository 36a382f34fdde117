import type { AllocationRule } from '@jielong/orders-contract';
import type { Text } from '@jielong/kernel';
import { calledOff, getsLess } from './allocation-words.js';
import type { Claim, Pool } from './claim.js';
import { inTurn, type Unit } from './turn.js';

export interface Share {
  readonly orderLineId: string;
  readonly portions: number;
  readonly before: number;
  /** Why it is less than before; null where it is not. */
  readonly sentence: Text | null;
}
export interface Division {
  readonly rule: AllocationRule;
  /** Draws the lots: the same seed draws the same. */
  readonly seed: string;
  readonly claims: readonly Claim[];
  readonly pools: readonly Pool[];
  /** Names of bundles, for people. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Who gets how much of what there is: never more than wanted, never less than handed out, and everything that is wanted as far as it goes.
 * The order in which claims are given makes no difference. Whoever gets less than before is told why.
 */
export function allocate({ rule, seed, claims, pools, names }: Division): Share[] {
  return pools.flatMap((pool) => {
    const here = claims.filter(({ bundle, point }) => bundle === pool.bundle && pool.points.includes(point));
    const portions = countsOf(inTurn(rule, seed, here).slice(0, Math.max(pool.portions, floorOf(here))));
    return here.map((claim) => shareOf(claim, portions.get(claim.orderLineId) ?? 0, () => getsLess({ rule, pool, claims: here, names })));
  });
}

/** A run is called off: everybody keeps what they have in their hands, and is told that nothing more comes. */
export const promisedToNobody = (claims: readonly Claim[], names: Readonly<Record<string, string>>): Share[] =>
  claims.map((claim) => shareOf(claim, claim.floor, () => calledOff(names[claim.bundle] ?? claim.bundle)));

type Say = (from: number, to: number) => Text;
function shareOf({ orderLineId, before }: Claim, portions: number, words: () => Say): Share {
  return { orderLineId, portions, before, sentence: portions < before ? words()(before, portions) : null };
}

function countsOf(units: readonly Unit[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { claim } of units) counts.set(claim.orderLineId, (counts.get(claim.orderLineId) ?? 0) + 1);
  return counts;
}

const floorOf = (claims: readonly Claim[]): number => claims.reduce((sum, { floor }) => sum + floor, 0);
