import { it } from '@jest/globals';
import type { AllocationRule } from '@jielong/orders-contract';
import fc from 'fast-check';
import { allocate, type Share } from './allocation.js';
import { type Claim, demandOf } from './claim.js';

const points = ['north', 'south'] as const;
const rules: readonly AllocationRule[] = ['one-each-first', 'first-come', 'priority-first', 'lot'];
const seenAt = fc.integer({ min: 10, max: 59 }).map((second) => `2026-11-24T20:00:${second}.000000Z`);
const increments = fc.array(fc.record({ portions: fc.integer({ min: 1, max: 3 }), seenAt }), { minLength: 1, maxLength: 3 });
const draft = fc.record({
  increments,
  point: fc.constantFrom(...points),
  place: fc.integer({ min: 0, max: 3 }),
  priority: fc.boolean(),
  shortBefore: fc.integer({ min: 0, max: 2 }),
  served: fc.integer({ min: 0, max: 3 }),
});
const divisions = fc.record({
  rule: fc.constantFrom(...rules),
  drafts: fc.array(draft, { maxLength: 10 }),
  portions: fc.integer({ min: 0, max: 40 }),
  together: fc.boolean(),
});
type Drawn = typeof divisions extends fc.Arbitrary<infer T> ? T : never;

const claimsOf = ({ drafts }: Drawn): Claim[] =>
  drafts.map(({ served, ...rest }, i) => {
    const demand = demandOf(rest);
    return { ...rest, orderLineId: `line-${i}`, inPlaceOf: null, bundle: 'SC01', floor: Math.min(served, demand), before: demand };
  });
function divided(drawn: Drawn, claims: readonly Claim[]): { shares: Share[]; pools: { points: readonly string[]; portions: number }[] } {
  const each = drawn.together ? [points] : points.map((point) => [point]);
  const pools = each.map((at) => ({ bundle: 'SC01', points: at, portions: drawn.portions }));
  return { shares: allocate({ rule: drawn.rule, seed: 'run', claims, pools, isPickupOver: false, names: {} }), pools };
}
const runs = { numRuns: 2_500 };
/** `expect` is too slow for so many. */
function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

it('gives out what there is as far as it is wanted, within floor and demand, and says why to whoever gets less', () => {
  fc.assert(
    fc.property(divisions, (drawn) => {
      const claims = claimsOf(drawn);
      const { shares, pools } = divided(drawn, claims);
      const of = new Map(shares.map((share) => [share.orderLineId, share]));
      holds(shares.length === claims.length, 'a share for each claim');
      for (const pool of pools) {
        const here = claims.filter(({ point }) => pool.points.includes(point));
        const given = here.reduce((sum, { orderLineId }) => sum + (of.get(orderLineId)?.portions ?? 0), 0);
        const demand = here.reduce((sum, claim) => sum + demandOf(claim), 0);
        const floor = here.reduce((sum, claim) => sum + claim.floor, 0);
        holds(given === Math.max(floor, Math.min(demand, pool.portions)), 'all that is wanted and there');
      }
      for (const claim of claims) {
        const { portions, sentence } = of.get(claim.orderLineId) ?? { portions: -1, sentence: null };
        holds(portions >= claim.floor, 'not below what is handed out');
        holds(portions <= demandOf(claim), 'not above what is wanted');
        holds((sentence !== null) === portions < claim.before, 'told why, exactly where it is less');
      }
    }),
    runs,
  );
});

it('does not depend on the order in which claims are given', () => {
  fc.assert(
    fc.property(divisions, (drawn) => {
      const claims = claimsOf(drawn);
      const sorted = (shares: readonly Share[]) => JSON.stringify(shares.toSorted((a, b) => (a.orderLineId < b.orderLineId ? -1 : 1)));
      holds(sorted(divided(drawn, claims.toReversed()).shares) === sorted(divided(drawn, claims).shares), 'the same');
    }),
    runs,
  );
});

it('one-each-first: nobody has two that are not handed out while somebody has none', () => {
  fc.assert(
    fc.property(divisions, (drawn) => {
      const claims = claimsOf(drawn);
      const { shares, pools } = divided({ ...drawn, rule: 'one-each-first' }, claims);
      for (const pool of pools) {
        const here = claims.filter(({ point }) => pool.points.includes(point));
        const portions = (claim: Claim) => shares.find(({ orderLineId }) => orderLineId === claim.orderLineId)?.portions ?? 0;
        const hasNone = here.some((claim) => portions(claim) === 0);
        const hasTwo = here.some((claim) => portions(claim) > Math.max(1, claim.floor));
        holds(!(hasNone && hasTwo), 'one each first');
      }
    }),
    runs,
  );
});

it('more goods never give anybody less', () => {
  fc.assert(
    fc.property(divisions, (drawn) => {
      const claims = claimsOf(drawn);
      const less = divided(drawn, claims).shares;
      const more = divided({ ...drawn, portions: drawn.portions + 1 }, claims).shares;
      for (const { orderLineId, portions } of less) {
        holds((more.find((share) => share.orderLineId === orderLineId)?.portions ?? -1) >= portions, 'not less');
      }
    }),
    runs,
  );
});
