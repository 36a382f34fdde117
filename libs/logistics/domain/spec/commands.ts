import type { GoodsEvent } from '@jielong/logistics-contract';
import fc from 'fast-check';
import type { RunSaid } from '../said.js';

/** What people do in a day, in any order, too often, and wrongly. */
export type Command =
  | { do: 'buy'; purchase: number; bought: number[] }
  | { do: 'load'; trip: number; counts: Counts; correct: boolean }
  | { do: 'hand-off'; stop: number; counts: Counts; correct: boolean }
  | { do: 'contest'; stop: number; counts: Counts; correct: boolean }
  | { do: 'decide'; stop: number; counts: Counts | 'first' | 'second'; correct: boolean }
  | { do: 'divert'; trip: number; to: number | 'supplier' | 'store'; counts: Counts; correct: boolean }
  | { do: 'note'; events: Event[]; corrected: number | undefined }
  | { do: 'pick-up'; point: number; bundle: number; portions: number }
  | { do: 'close'; point: number; left: (number | undefined)[]; correct: boolean }
  | {
      do: 'dispose';
      lines: { place: 'left' | 'damaged' | 'missing'; bundle: number; portions: number; to: 'returned' | 'written-off' }[];
      correct: boolean;
    };
export type Counts = { portions: number | undefined; missing: number; damaged: number; surplus: number }[];
export interface Event {
  what: Exclude<GoodsEvent['what'], 'passed-on'>;
  at: 'supplier' | 'bus' | 'pickup-point';
  place: number;
  bundle: number;
  portions: number;
}

export const codes = ['JD01', 'SC01'];
const few = fc.nat({ max: 12 });
const count = fc.record({
  portions: fc.option(few, { nil: undefined }),
  missing: fc.nat({ max: 2 }),
  damaged: fc.nat({ max: 2 }),
  surplus: few.map((n) => Math.max(0, n - 10)),
});
const counts = fc.oneof(fc.constant<Counts>([]), fc.array(count, { minLength: 1, maxLength: 2 }));
const index = fc.nat({ max: 2 });
const correct = fc.boolean();
const event = fc.record({
  what: fc.constantFrom<Event['what']>('missing', 'damaged', 'donated', 'sorted', 'moved'),
  at: fc.constantFrom('supplier' as const, 'bus' as const, 'pickup-point' as const),
  place: index,
  bundle: fc.nat({ max: 1 }),
  portions: fc.integer({ min: 1, max: 3 }),
});
export const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('contest' as const), stop: index, counts, correct }),
  fc.record({
    do: fc.constant('decide' as const),
    stop: index,
    counts: fc.oneof(fc.constantFrom('first' as const, 'second' as const), counts),
    correct,
  }),
  fc.record({
    do: fc.constant('divert' as const),
    trip: index,
    to: fc.oneof(index, fc.constantFrom('supplier' as const, 'store' as const)),
    counts,
    correct,
  }),
  fc.record({
    do: fc.constant('note' as const),
    events: fc.array(event, { minLength: 1, maxLength: 2 }),
    corrected: fc.option(index, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('buy' as const), purchase: index, bought: fc.array(few, { minLength: 2, maxLength: 2 }) }),
  fc.record({ do: fc.constant('load' as const), trip: index, counts, correct }),
  fc.record({ do: fc.constant('hand-off' as const), stop: index, counts, correct }),
  fc.record({ do: fc.constant('pick-up' as const), point: index, bundle: fc.nat({ max: 1 }), portions: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    do: fc.constant('close' as const),
    point: index,
    left: fc.array(fc.option(few, { nil: undefined }), { maxLength: 2 }),
    correct,
  }),
  fc.record({
    do: fc.constant('dispose' as const),
    lines: fc.array(
      fc.record({
        place: fc.constantFrom('left' as const, 'damaged' as const, 'missing' as const),
        bundle: fc.nat({ max: 1 }),
        portions: fc.integer({ min: 1, max: 3 }),
        to: fc.constantFrom('returned' as const, 'written-off' as const),
      }),
      { maxLength: 2 },
    ),
    correct,
  }),
);
const portions = (numbers: readonly number[]) => Object.fromEntries(numbers.map((n, i) => [codes[i] ?? '', n]));
const plan = fc.option(fc.array(few, { minLength: 2, maxLength: 2 }), { nil: undefined }).map((it) => (it ? portions(it) : {}));
/** One or two purchases and buses, one to three stops at one to three points. */
export const planned: fc.Arbitrary<RunSaid> = fc
  .record({
    purchases: fc.array(fc.array(few, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    trips: fc.array(fc.option(plan, { nil: undefined }), { minLength: 1, maxLength: 2 }),
    stops: fc.array(fc.record({ trip: index, point: index, planned: plan }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ purchases, trips, stops }) => ({
    run: 'run',
    purchases: purchases.map((expected, i) => ({
      id: `purchase-${i}`,
      lines: Object.fromEntries(expected.map((n, bundle) => [codes[bundle] ?? '', { expected: n, bought: null }])),
    })),
    trips: trips.map((expected, i) => ({ id: `trip-${i}`, expected })),
    stops: stops.map(({ trip, point, planned: share }, i) => ({
      id: `stop-${i}`,
      trip: `trip-${trip % trips.length}`,
      point: `point-${point}`,
      planned: share,
    })),
    points: [...new Set(stops.map(({ point }) => point))].map((point) => ({ id: `point-${point}`, handedOut: {} })),
  }));
