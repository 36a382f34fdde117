import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PickupOrder, type PickupPoint, type Scan, byBundle, decide, handedOut, pickupStateOf } from './pickup.js';

const point: PickupPoint = { id: 'south', name: '南门岗亭', state: 'open' };
const line = (bundle: string, portions: number, got = 0) => ({ orderLineId: `line-${bundle}`, bundle, portions, handedOut: got });
const order: PickupOrder = {
  orderId: 'order',
  runId: 'run',
  pointId: 'south',
  pointName: '南门岗亭',
  lines: [line('SC01', 2), line('JD01', 1)],
  earlier: [],
};
const ask: Scan = { kind: 'ask', runId: 'run', pointId: 'south' };
const at = new Date('2026-11-25T14:00:00+08:00');
const earlier = { scanId: 'first', at, by: 'V001' };
const got = (lines: Record<string, number>) => {
  const decision = decide(order, point, { ...ask, lines });
  return decision.is === 'hand-out' ? handedOut(order, earlier, decision.lines) : order;
};
const codeOf = (decision: ReturnType<typeof decide>) => (decision.is === 'hand-out' ? byBundle(decision.lines) : decision.problem.code);

describe('a pickup', () => {
  test.each<[string, PickupOrder, PickupPoint, Partial<Scan>, unknown]>([
    ['gets everything when nothing is named', order, point, {}, { SC01: 2, JD01: 1 }],
    ['gets a part', order, point, { lines: { SC01: 1 } }, { SC01: 1 }],
    ['gets the rest later', got({ SC01: 1 }), point, {}, { SC01: 1, JD01: 1 }],
    ['is told of the right place', order, { ...point, id: 'north' }, { pointId: 'north' }, 'wrong-place'],
    ['of another run is in the wrong place', order, point, { runId: 'other' }, 'wrong-place'],
    ['of what is gone says so', got({ SC01: 2, JD01: 1 }), point, {}, 'already-handed-out'],
    ['of what is gone says so after closing too', got({ SC01: 2, JD01: 1 }), { ...point, state: 'closed' }, {}, 'already-handed-out'],
    ['before the handoff is not ready', order, { ...point, state: 'waiting' }, {}, 'not-ready'],
    ['after closing is not ready', order, { ...point, state: 'closed' }, {}, 'not-ready'],
    ['of an order that got nothing is not ready', { ...order, lines: [line('SC01', 0)] }, point, {}, 'not-ready'],
    ['of more than allocated is too much', order, point, { lines: { SC01: 3 } }, 'more-than-allocated'],
    ['of a bundle of others is too much', order, point, { lines: { RL01: 1 } }, 'more-than-allocated'],
    ['of a bundle that is gone has nothing left', got({ JD01: 1 }), point, { lines: { JD01: 1 } }, 'nothing-left'],
    ['of more than is left is too much', got({ SC01: 1 }), point, { lines: { SC01: 2 } }, 'more-than-allocated'],
  ])('%s', (_says, who, where, scan, outcome) => {
    expect(codeOf(decide(who, where, { ...ask, ...scan }))).toEqual(outcome);
  });

  test('that is refused when it is asked for is a conflict when it is stated', () => {
    const gone = got({ SC01: 2, JD01: 1 });
    expect(decide(gone, point, ask).is).toBe('refusal');
    expect(decide(gone, point, { ...ask, kind: 'state' }).is).toBe('conflict');
  });

  test('that was made before is named by when, by whom and what', () => {
    const decision = decide(got({ SC01: 2, JD01: 1 }), point, ask);
    const problem = decision.is === 'hand-out' ? undefined : decision.problem;
    expect(problem?.text.zh).toBe('这份货已经领走：2026-11-25 14:00 由 V001 发放 SC01×2、JD01×1。');
    expect(problem?.details['handedOut']).toEqual([{ scanId: 'first', at: at.toISOString(), by: 'V001', lines: { SC01: 2, JD01: 1 } }]);
  });

  test('at the wrong place names the right one', () => {
    const decision = decide(order, { ...point, id: 'north' }, { ...ask, pointId: 'north' });
    expect(decision.is === 'refusal' && decision.problem.text.zh).toContain('南门岗亭');
  });

  test('is shared between two lines of one bundle', () => {
    const twice = { ...order, lines: [line('SC01', 1), { ...line('SC01', 2), orderLineId: 'second' }] };
    const decision = decide(twice, point, { ...ask, lines: { SC01: 2 } });
    expect(decision.is === 'hand-out' && decision.lines.map(({ orderLineId, portions }) => [orderLineId, portions])).toEqual([
      ['line-SC01', 1],
      ['second', 1],
    ]);
  });
});

test.each([
  ['waiting', 0, 'waiting'],
  ['open', 0, 'ready'],
  ['open', 1, 'part-handed-out'],
  ['open', 2, 'handed-out'],
  ['closed', 1, 'unclaimed'],
  ['cleared', 0, 'unclaimed'],
  ['closed', 2, 'handed-out'],
] as const)('at a point that is %s, %d of 2 handed out is %s', (state, count, outcome) =>
  expect(pickupStateOf([line('SC01', 2, count)], state)).toBe(outcome),
);

describe('whatever is scanned, in whatever order', () => {
  const bundles = ['SC01', 'RL01', 'JD01'];
  const lines = fc
    .array(fc.tuple(fc.constantFrom(...bundles), fc.nat(4)), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(([bundle, portions], i) => ({ orderLineId: `l${i}`, bundle, portions, handedOut: 0 })));
  const scans = fc.array(
    fc.record({
      kind: fc.constantFrom('ask' as const, 'state' as const),
      pointId: fc.constantFrom('south', 'south', 'south', 'north'),
      lines: fc.option(fc.dictionary(fc.constantFrom(...bundles), fc.integer({ min: 1, max: 5 }), { minKeys: 1 }), { nil: undefined }),
      state: fc.constantFrom('open' as const, 'open' as const, 'open' as const, 'waiting' as const, 'closed' as const),
    }),
    { maxLength: 12 },
  );

  test('nobody gets more than allocated, what is named is got exactly, and only statements become conflicts', () => {
    fc.assert(
      fc.property(lines, scans, (own, all) => {
        let now: PickupOrder = { ...order, lines: own };
        for (const { state, ...scan } of all) {
          const before = now;
          const decision = decide(now, { id: scan.pointId, name: '', state }, { runId: 'run', ...scan });
          if (decision.is !== 'hand-out') {
            expect(decision.is).toBe(scan.kind === 'ask' ? 'refusal' : 'conflict');
            continue;
          }
          expect([state, scan.pointId]).toEqual(['open', 'south']);
          expect(decision.lines.length).toBeGreaterThan(0);
          if (scan.lines) expect(byBundle(decision.lines)).toEqual(scan.lines);
          now = handedOut(now, earlier, decision.lines);
          for (const [i, { handedOut: got, portions }] of now.lines.entries()) {
            expect(got).toBeLessThanOrEqual(portions);
            expect(got).toBeGreaterThanOrEqual(before.lines[i]?.handedOut ?? 0);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('what a refusal or conflict leaves is what was there: the same question again has the same answer', () => {
    fc.assert(
      fc.property(lines, scans, (own, all) => {
        for (const { state, ...scan } of all) {
          const where = { id: scan.pointId, name: '', state };
          const first = decide({ ...order, lines: own }, where, { runId: 'run', ...scan });
          expect(codeOf(decide({ ...order, lines: own }, where, { runId: 'run', ...scan }))).toEqual(codeOf(first));
        }
      }),
    );
  });
});
