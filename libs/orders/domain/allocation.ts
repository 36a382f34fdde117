import type { AllocationRule } from '@jielong/orders-contract';
import type { Text } from '@jielong/kernel';
import { calledOff, getsLess, notInPlace } from './allocation-words.js';
import { type Claim, countedOn, cutTo, demandOf, type Pool } from './claim.js';
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
  /** Pickup is over: nobody gets more than they count on. */
  readonly isPickupOver: boolean;
  /** Names of bundles, for people. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Who gets how much of what there is: never more than wanted, never less than handed out, and everything that is wanted as far as it goes.
 * What nobody ordered any more of goes to those who take it in place of what they did not get. The order in which claims are given makes no
 * difference. Whoever gets less than before is told why.
 */
export function allocate({ claims, isPickupOver, ...division }: Division): Share[] {
  const mostOf: Most = isPickupOver ? countedOn : demandOf;
  const substitutes = claims.filter(({ inPlaceOf }) => inPlaceOf !== null);
  const ordered = divided({
    ...division,
    claims: claims.filter(({ inPlaceOf }) => inPlaceOf === null).map((claim) => lessTaken(claim, substitutes, mostOf)),
    pools: division.pools.map((pool) => lessOf(pool, claimsOf(pool, substitutes), ({ floor }) => floor)),
  });
  const instead = divided({
    ...division,
    claims: substitutes.map((claim) => onlyMissing(claim, claims, ordered, mostOf)),
    pools: division.pools.map((pool) => lessOf(pool, claimsOf(pool, claims), ({ orderLineId }) => ordered.get(orderLineId)?.portions ?? 0)),
  });
  for (const claim of substitutes) sayNotNeeded(claim, ordered, instead, division.names);
  return claims.flatMap(({ orderLineId }) => ordered.get(orderLineId) ?? instead.get(orderLineId) ?? []);
}

/** A run is called off: everybody keeps what they have in their hands, and is told that nothing more comes. */
export const promisedToNobody = (claims: readonly Claim[], names: Readonly<Record<string, string>>): Share[] =>
  claims.map((claim) => shareOf(claim, claim.floor, () => calledOff(names[claim.bundle] ?? claim.bundle)));

/** Each pool among its claims. */
function divided({ rule, seed, claims, pools, names }: Omit<Division, 'isPickupOver'>): Map<string, Share> {
  const shares = pools.flatMap((pool) => {
    const here = claimsOf(pool, claims);
    const portions = countsOf(inTurn(rule, seed, here).slice(0, Math.max(pool.portions, floorOf(here))));
    return here.map((claim) => shareOf(claim, portions.get(claim.orderLineId) ?? 0, () => getsLess({ rule, pool, claims: here, names })));
  });
  return new Map(shares.map((share) => [share.orderLineId, share]));
}

const claimsOf = ({ bundle, points }: Pool, claims: readonly Claim[]): Claim[] =>
  claims.filter((claim) => claim.bundle === bundle && points.includes(claim.point));
const lessOf = (pool: Pool, claims: readonly Claim[], of: (claim: Claim) => number): Pool => ({
  ...pool,
  portions: Math.max(0, pool.portions - claims.reduce((sum, claim) => sum + of(claim), 0)),
});

type Most = (claim: Claim) => number;

/** What somebody has in their hands in place of what they ordered, they do not get again. */
function lessTaken(claim: Claim, substitutes: readonly Claim[], mostOf: Most): Claim {
  const taken = floorOf(substitutes.filter(({ inPlaceOf }) => inPlaceOf === claim.orderLineId));
  return cutTo(claim, Math.max(claim.floor, Math.min(mostOf(claim), demandOf(claim) - taken)));
}

/** A substitute is wanted for what is still missing of what was ordered. */
function onlyMissing(substitute: Claim, claims: readonly Claim[], ordered: ReadonlyMap<string, Share>, mostOf: Most): Claim {
  const missing = claims
    .filter(({ orderLineId }) => orderLineId === substitute.inPlaceOf)
    .reduce((sum, claim) => sum + demandOf(claim) - (ordered.get(claim.orderLineId)?.portions ?? 0), 0);
  return cutTo(substitute, Math.max(substitute.floor, Math.min(mostOf(substitute), missing)));
}

/** Whoever gets a substitute no more, because what they ordered has come, is told that. */
function sayNotNeeded(claim: Claim, ordered: ReadonlyMap<string, Share>, instead: Map<string, Share>, names: Division['names']): void {
  const [share, original] = [instead.get(claim.orderLineId), ordered.get(claim.inPlaceOf ?? '')];
  if (!share || !original) return;
  if (!share.sentence || original.portions <= original.before) return;
  instead.set(share.orderLineId, { ...share, sentence: notInPlace(names[claim.bundle] ?? claim.bundle, share.before, share.portions) });
}

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
