import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Known, type SaidScan, type Verdict, judge } from './judge.js';
import { type PickupProblemCode } from './pickup-problems.js';
import { type FindableOrder } from './scan.js';

const order = (n: number, more: Partial<FindableOrder> = {}): FindableOrder => ({
  orderId: `order-${n}`,
  runId: 'run',
  pointId: 'south',
  pointName: '南门',
  lines: [{ orderLineId: `line-${n}`, bundle: 'SC01', portions: 2, handedOut: 0 }],
  earlier: [],
  householdId: `household-${n}`,
  building: '1',
  unit: '1',
  room: String(100 + n),
  maskedName: '张**',
  code: String(100_000 + n),
  token: `token-${n}`,
  ...more,
});
const now = new Date('2026-11-25T14:00:00+08:00');
let ids = 0;
const known = (more: Partial<Known> = {}): Known => ({
  points: [{ id: 'south', runId: 'run', name: '南门', state: 'open', began: new Date('2026-11-24T14:00:00+08:00') }],
  orders: [order(1), order(2)],
  answered: new Map(),
  now,
  newId: () => `pickup-${(ids += 1)}`,
  ...more,
});
const said = (scanId: string, more: Partial<SaidScan> = {}): SaidScan => ({
  kind: 'state',
  scanId,
  runId: 'run',
  pointId: 'south',
  by: { code: '100001' },
  givenAt: now,
  doneBy: 'V001',
  enteredBy: 'V001',
  hash: JSON.stringify(more.by ?? 'first'),
  ...more,
});
const statuses = (verdicts: readonly Verdict[]) =>
  verdicts.map((verdict) => ('answer' in verdict ? verdict.answer.status : verdict.problem.code));

describe('a batch of statements', () => {
  test('is answered in its order, each scan on what the ones before it have left', () => {
    const scans = [said('a', { lines: { SC01: 1 } }), said('b'), said('c'), said('d', { by: { room: '1-1-102' } })];
    expect(statuses(judge(known(), scans))).toEqual(['recorded', 'recorded', 'conflict', 'recorded']);
  });

  test('names the scan of the same batch that was first', () => {
    const [, second] = judge(known(), [said('a'), said('b', { by: { orderId: 'order-1' } })]);
    expect(second).toMatchObject({ is: 'conflict', orderId: 'order-1', answer: { code: 'already-handed-out' } });
    expect(second?.is === 'conflict' && second.problem.details['handedOut']).toMatchObject([
      { scanId: 'a', by: 'V001', lines: { SC01: 2 } },
    ]);
  });

  test('takes the same scan once, and tells another body under its id', () => {
    const verdicts = judge(known(), [said('a'), said('a'), said('a', { by: { code: '100002' } })]);
    expect(verdicts.map(({ is }) => is)).toEqual(['recorded', 'repeated', 'conflict']);
    expect(statuses(verdicts)[2]).toBe('scan-id-reused');
  });

  test('keeps what was answered before it', () => {
    const [first] = judge(known(), [said('a')]);
    const answer = first?.is === 'recorded' ? first.answer : undefined;
    if (!answer) throw new Error('not recorded');
    const before = known({ answered: new Map([['a', { hash: said('a').hash, answer }]]) });
    expect(judge(before, [said('a')])).toEqual([{ is: 'repeated', scan: said('a'), answer }]);
  });

  test.each<[string, Partial<SaidScan>, Partial<Known>, string, PickupProblemCode]>([
    ['an unknown code', { by: { code: '999999' } }, {}, 'unknown', 'unknown-code'],
    ['an unreadable room', { by: { room: '501' } }, {}, 'unknown', 'unreadable-room'],
    ['an unknown point', { pointId: 'moon' }, {}, 'unknown', 'unknown-point'],
    ['too much', { lines: { SC01: 3 } }, {}, 'conflict', 'more-than-allocated'],
    ['another place', {}, { orders: [order(1, { pointId: 'north' })] }, 'conflict', 'wrong-place'],
    ['a closed point', {}, { points: [{ id: 'south', runId: 'run', name: '', state: 'closed', began: null }] }, 'conflict', 'not-ready'],
    [
      'a point that waits',
      {},
      { points: [{ id: 'south', runId: 'run', name: '', state: 'waiting', began: null }] },
      'not-ready',
      'not-ready',
    ],
    ['a ledger that does not cover it', {}, { isUncovered: true }, 'conflict', 'not-at-the-point'],
    ['a room of two', { by: { room: '1-1-101' } }, { orders: [order(1), order(2, { room: '101' })] }, 'unknown', 'several-households'],
  ])('with %s is kept as a conflict; asked for, it is refused', (_says, scan, more, status, code) => {
    const [kept] = judge(known(more), [said('a', scan)]);
    expect(kept).toMatchObject({ is: 'conflict', answer: { status, code } });
    const [refused] = judge(known(more), [said('a', { ...scan, kind: 'ask' })]);
    expect(refused).toMatchObject({ is: 'refused', problem: { code } });
  });

  test.each([
    ['2026-11-26T14:00:00+08:00', ['given-in-the-future']],
    ['2026-11-01T14:00:00+08:00', ['given-before-the-run']],
    ['2026-11-25T13:00:00+08:00', undefined],
  ])('given at %s is recorded all the same, flagged %j', (givenAt, flags) => {
    const [verdict] = judge(known(), [said('a', { givenAt: new Date(givenAt) })]);
    expect(verdict?.is).toBe('recorded');
    expect(verdict?.is === 'recorded' && verdict.answer.flags).toEqual(flags);
  });
});

describe('a scan of a device that several people share', () => {
  const device = { until: new Date('2026-11-25T13:00:00+08:00'), posts: [{ code: 'D003', from: new Date('2026-11-25T09:00:00+08:00') }] };
  const at = (time: string): Partial<SaidScan> => ({ device, givenAt: new Date(`2026-11-25T${time}+08:00`) });

  test('made on shift counts; one made after it is kept with the order that it means, and may be counted by a person', () => {
    expect(judge(known(), [said('a', at('12:59:59'))])).toMatchObject([{ is: 'recorded' }]);
    expect(judge(known(), [said('a', at('13:00:00'))])).toMatchObject([
      { is: 'conflict', orderId: 'order-1', answer: { status: 'conflict', code: 'not-on-shift', details: { reason: 'after' } } },
    ]);
  });

  test('is told what is wrong with a code before anybody asks when it was made', () => {
    expect(judge(known(), [said('a', { ...at('13:30:00'), by: { code: '999999' } })])).toMatchObject([
      { answer: { code: 'unknown-code' } },
    ]);
  });

  test('that was answered before is answered the same, whatever time it names now', () => {
    const verdicts = judge(known(), [said('a', at('13:00:00')), said('a', at('12:00:00'))]);
    expect(verdicts).toMatchObject([{ is: 'conflict' }, { is: 'repeated', answer: { code: 'not-on-shift' } }]);
  });
});

const scans = fc.array(
  fc.record({
    scanId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    order: fc.constantFrom(1, 2, 3),
    lines: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    kind: fc.constantFrom('ask' as const, 'state' as const),
  }),
  { maxLength: 30 },
);
const sayings = scans.map((all) =>
  all.map(({ scanId, order: n, lines, kind }) =>
    said(scanId, { by: { orderId: `order-${n}` }, lines: lines === undefined ? undefined : { SC01: lines }, kind, hash: `${n} ${lines}` }),
  ),
);
const given = (verdicts: readonly Verdict[], n: number) =>
  verdicts.flatMap((verdict) => (verdict.is === 'recorded' && verdict.order.orderId === `order-${n}` ? verdict.lines : []));

test('whatever is said: every scan has an answer in order, nobody gets more than allocated, one scan id is one pickup', () => {
  fc.assert(
    fc.property(sayings, (all) => {
      const verdicts = judge(known(), all);
      expect(verdicts.map(({ scan }) => scan)).toEqual(all);
      for (const n of [1, 2, 3])
        expect(given(verdicts, n).reduce((sum, { portions }) => sum + portions, 0)).toBeLessThanOrEqual(n < 3 ? 2 : 0);
      const recorded = verdicts.filter(({ is }) => is === 'recorded').map(({ scan }) => scan.scanId);
      expect(new Set(recorded).size).toBe(recorded.length);
      expect(verdicts.every(({ is, scan }) => (is === 'refused' ? scan.kind === 'ask' : is !== 'conflict' || scan.kind === 'state'))).toBe(
        true,
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a batch cut in two anywhere comes to the same', () => {
  fc.assert(
    fc.property(sayings, fc.nat(30), (all, at) => {
      const whole = judge(known({ newId: () => 'id' }), all);
      const first = judge(known({ newId: () => 'id' }), all.slice(0, at));
      const answered = new Map<string, { hash: string; answer: Extract<Verdict, { answer: unknown }>['answer'] }>();
      for (const verdict of first)
        if ('answer' in verdict && !answered.has(verdict.scan.scanId))
          answered.set(verdict.scan.scanId, { hash: verdict.scan.hash, answer: verdict.answer });
      const orders = [1, 2].map((n) => {
        const got = first.filter((verdict) => verdict.is === 'recorded' && verdict.order.orderId === `order-${n}`);
        const sum = given(first, n).reduce((total, { portions }) => total + portions, 0);
        const earlier = got.flatMap((verdict) =>
          verdict.is === 'recorded' ? [{ scanId: verdict.scan.scanId, at: now, by: 'V001', lines: verdict.answer.lines ?? {} }] : [],
        );
        return order(n, { earlier, lines: [{ orderLineId: `line-${n}`, bundle: 'SC01', portions: 2, handedOut: sum }] });
      });
      const rest = judge(known({ newId: () => 'id', answered, orders }), all.slice(at));
      expect(statuses([...first, ...rest])).toEqual(statuses(whole));
    }),
  );
});
