import { describe, expect, it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import fc from 'fast-check';
import { allocate, type Share } from './allocation.js';
import { type Claim, demandOf } from './claim.js';
import { boughtBy } from './purchase.js';
import { checkSubstitutes } from './substitutes.js';

const names = { SC01: '蔬菜包', SC02: '根茎菜包' };
const claim = (orderLineId: string, bundle: string, portions: number, more: Partial<Claim> = {}): Claim => ({
  orderLineId,
  inPlaceOf: null,
  bundle,
  point: 'north',
  increments: [{ portions, seenAt: '2026-11-24T20:00:00.000000Z' }],
  place: 0,
  priority: false,
  shortBefore: 0,
  floor: 0,
  before: portions,
  ...more,
});
/** An order line with its substitute beside it. */
const taking = (id: string, bundle: string, by: string, portions: number, more: Partial<Claim> = {}): readonly [Claim, Claim] => {
  const line = claim(id, bundle, portions);
  return [line, { ...line, orderLineId: `${id}'`, inPlaceOf: id, bundle: by, before: 0, ...more }];
};
const divide = (claims: readonly Claim[], there: Readonly<Record<string, number>>, isPickupOver = false): Map<string, Share> => {
  const pools = Object.entries(there).map(([bundle, portions]) => ({ bundle, points: ['north'], portions }));
  const shares = allocate({ rule: 'first-come', seed: 'run', claims, pools, isPickupOver, names });
  return new Map(shares.map((share) => [share.orderLineId, share]));
};
const portions = (shares: ReadonlyMap<string, Share>) => Object.fromEntries([...shares].map(([id, share]) => [id, share.portions]));

describe('a substitute', () => {
  const claims = [...taking('a', 'SC01', 'SC02', 2), claim('b', 'SC02', 1)];

  it('goes to whoever takes it, for what is missing, after everybody who ordered it', () => {
    expect(portions(divide(claims, { SC01: 1, SC02: 2 }))).toEqual({ a: 1, "a'": 1, b: 1 });
    expect(portions(divide(claims, { SC01: 1, SC02: 1 }))).toEqual({ a: 1, "a'": 0, b: 1 });
    expect(portions(divide(claims, { SC01: 2, SC02: 4 }))).toEqual({ a: 2, "a'": 0, b: 1 });
  });

  it('that somebody has fetched stays theirs, and is not given a second time as what they ordered', () => {
    const fetched = [...taking('a', 'SC01', 'SC02', 2, { floor: 1, before: 1 }), claim('b', 'SC02', 1)];
    expect(portions(divide(fetched, { SC01: 2, SC02: 1 }))).toEqual({ a: 1, "a'": 1, b: 0 });
  });

  it.each([
    ['nobody has fetched anything', 0, 0],
    ['only the substitute is fetched', 0, 1],
    ['only what was ordered is fetched', 1, 0],
  ])('stays promised once pickup is over, and what was ordered too: %s', (_what, floor, floorInstead) => {
    const [line, instead] = taking('a', 'SC01', 'SC02', 2, { before: 1, floor: floorInstead });
    expect(portions(divide([{ ...line, before: 1, floor }, instead], { SC01: 1, SC02: 1 }, true))).toEqual({ a: 1, "a'": 1 });
  });

  it('is not needed any more once what was ordered has come, and that is said', () => {
    const [line, instead] = taking('a', 'SC01', 'SC02', 2, { before: 1 });
    const shares = divide([{ ...line, before: 1 }, instead], { SC01: 2, SC02: 1 });
    expect(portions(shares)).toEqual({ a: 2, "a'": 0 });
    expect(shares.get("a'")?.sentence?.zh).toBe('订的货又有了，替换用的根茎菜包由 1 份改为 0 份。');
  });
});

it('keeps every promise of a division, whoever takes what in place of what', () => {
  const line = fc.record({
    bundle: fc.constantFrom('SC01', 'SC02'),
    wanted: fc.integer({ min: 1, max: 3 }),
    takes: fc.boolean(),
    has: fc.nat(3),
    hasInstead: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.nat(12), fc.nat(12), fc.boolean(), (lines, SC01, SC02, isPickupOver) => {
      const claims = lines.flatMap(({ bundle, wanted, takes, has, hasInstead }, i) => {
        const [own, instead] = taking(`${i}`, bundle, bundle === 'SC01' ? 'SC02' : 'SC01', wanted);
        const floor = Math.min(has, wanted);
        const taken = Math.min(hasInstead, wanted - floor);
        return takes
          ? [
              { ...own, floor },
              { ...instead, floor: taken, before: taken },
            ]
          : [{ ...own, floor }];
      });
      const there = { SC01, SC02 };
      const shares = divide(claims, there, isPickupOver);
      const got = (id: string) => shares.get(id)?.portions ?? 0;
      expect(shares.size).toBe(claims.length);
      for (const [bundle, pool] of Object.entries(there)) {
        const here = claims.filter((it) => it.bundle === bundle);
        const given = here.reduce((sum, { orderLineId }) => sum + got(orderLineId), 0);
        const floors = here.reduce((sum, { floor }) => sum + floor, 0);
        expect(given).toBeLessThanOrEqual(Math.max(pool, floors));
        const isMissing = here.some(({ orderLineId, inPlaceOf }) => {
          const ordered = inPlaceOf ?? orderLineId;
          const wanted = claims.filter((it) => it.orderLineId === ordered).reduce((sum, it) => sum + demandOf(it), 0);
          return got(ordered) + got(`${ordered}'`) < wanted;
        });
        if (given < pool && !isPickupOver) expect(isMissing).toBe(false); // nothing lies about that somebody takes
      }
      for (const it of claims) {
        expect(got(it.orderLineId)).toBeGreaterThanOrEqual(it.floor);
        expect((shares.get(it.orderLineId)?.sentence ?? null) !== null).toBe(got(it.orderLineId) < it.before);
        if (isPickupOver) expect(got(it.orderLineId)).toBeLessThanOrEqual(Math.max(it.before, it.floor));
        if (it.inPlaceOf === null) expect(got(it.orderLineId) + got(`${it.orderLineId}'`)).toBeLessThanOrEqual(demandOf(it));
      }
    }),
    { numRuns: 2_000 },
  );
});

describe('bought in place of something', () => {
  const line = (runId: string, bundle: string, expected: number, replaces = {}) => ({
    runId,
    bundle,
    expected,
    quotedPriceFen: fen(3_000),
    replaces,
  });
  const lines = [line('a', 'SC01', 10), line('b', 'SC01', 5), line('a', 'SC02', 4, { SC01: 6 }), line('b', 'SC02', 0, { SC01: 5 })];
  const bought = (said: Readonly<Record<string, number>>, shares = {}) =>
    boughtBy(lines, { bought: Object.fromEntries(Object.entries(said).map(([bundle, it]) => [bundle, { portions: it }])), shares }).map(
      (it) => it.bought,
    );

  it('goes to the runs that miss something and take it', () => {
    expect(bought({ SC01: 6, SC02: 13 })).toEqual([4, 2, 10, 3]);
    expect(bought({ SC01: 0, SC02: 4 })).toEqual([0, 0, 4, 0]);
  });

  it('is no more than is missing, and taken', () => {
    expect(() => bought({ SC01: 6, SC02: 14 })).toThrow(
      expect.objectContaining({ code: 'more-than-ordered', details: { bundle: 'SC02', portions: 14, ordered: 13 } }),
    );
    expect(() => bought({ SC02: 5 })).toThrow(expect.objectContaining({ code: 'more-than-ordered' }));
  });

  it('stays where it has come once what it stood in place of was found', () => {
    const joint = [line('a', 'SC01', 4), line('a', 'SC02', 1, { SC01: 4 }), line('b', 'SC02', 9)];
    const moved = [
      { runId: 'a', bundle: 'SC02', received: 5, handedOut: 3 },
      { runId: 'b', bundle: 'SC02', received: 9, handedOut: 0 },
    ];
    expect(boughtBy(joint, { bought: { SC02: { portions: 14 } } }, moved).map((it) => it.bought)).toEqual([4, 5, 9]);
  });

  it('may be divided by a person', () => {
    expect(bought({ SC01: 6, SC02: 8 }, { SC02: { a: 5, b: 3 } })).toEqual([4, 2, 5, 3]);
    expect(() => bought({ SC01: 6, SC02: 8 }, { SC02: { a: 4, b: 4 } })).toThrow(expect.objectContaining({ code: 'more-than-ordered' }));
  });
});

it.each([
  ['not-ordered', { SC02: true }],
  ['no-substitute', { SG01: true }],
])('a wish about what is not ordered, or cannot be replaced, is refused as %s', (code, wishes) => {
  const bundles = [
    { bundle: 'SC01', name: '蔬菜包', substitute: 'SC02' },
    { bundle: 'SG01', name: '水果包', substitute: null },
  ];
  expect(() => checkSubstitutes({ SC01: true }, { SC01: 1 }, bundles)).not.toThrow();
  expect(() => checkSubstitutes({ SG01: false }, { SG01: 1 }, bundles)).not.toThrow();
  expect(() => checkSubstitutes(wishes, { SC01: 1, SG01: 1 }, bundles)).toThrow(expect.objectContaining({ code }));
});
