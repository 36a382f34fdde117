import { expect, test } from '@jest/globals';
import type { GoodsEvent, LogisticsStepReport, NoteGoods } from '@jielong/logistics-contract';
import { keyOf } from './book.js';
import { ledger } from './custody.js';
import { refusedTo } from './shortfall.js';
import { deliveredTo, doneSteps } from './goods.js';
import { hear } from './reports.js';
import type { PointSaid, RunSaid, StopSaid } from './said.js';

const by = (reportId: string) =>
  ({ reportId, enteredBy: 'D001', doneBy: 'D001', channel: 'api', occurredAt: null, evidence: 'counted' }) as const;
const stop = (point: string, planned: number, over: Partial<StopSaid> = {}): StopSaid => ({
  ...{ id: `${point}-1`, trip: 'bus-1', point, planned: { SC01: planned } },
  ...over,
});
const handoff = (at: string): LogisticsStepReport => ({
  ...by(`handoff-${at}`),
  ...{ step: 'confirmHandoff', at, handedOverBy: { role: 'driver' }, receivedBy: { role: 'guard' }, counted: 'both' },
});
const moved = (ref: string, to: string, portions: number): GoodsEvent => ({
  what: 'moved',
  at: 'pickup-point',
  ref,
  to,
  bundle: 'SC01',
  portions,
});
const note = (reportId: string, ...events: GoodsEvent[]): NoteGoods => ({ ...by(reportId), step: 'noteGoods', events });
const run = (points: readonly PointSaid[], stops: readonly StopSaid[]): RunSaid => ({
  ...{ run: 'r', points, stops, trips: [{ id: 'bus-1' }] },
  purchases: [
    { id: 'p', lines: { SC01: { expected: 10, bought: 10 } }, said: { reportId: 'bought', enteredBy: 'S004', evidence: 'counted' } },
  ],
});
const point = (id: string, over: Partial<PointSaid> = {}): PointSaid => ({ id, handedOut: {}, isAwaited: true, ...over });
const told = (start: RunSaid, ...reports: LogisticsStepReport[]): RunSaid =>
  reports.reduce((now, report) => hear([now], report)[0] ?? now, start);
const atPoints = (said: RunSaid) => Object.fromEntries(said.points.map(({ id }) => [id, deliveredTo(said, ledger(said), id)['SC01'] ?? 0]));

const both = run([point('north'), point('south')], [stop('north', 6), stop('south', 4)]);
const arrived = told(both, handoff('north-1'), handoff('south-1'));

test('goods are carried from one point to another', () => {
  expect(atPoints(arrived)).toEqual({ north: 6, south: 4 });
  expect(atPoints(told(arrived, note('n1', moved('north', 'south', 6))))).toEqual({ north: 0, south: 10 });
});

test('there and back again, whatever was heard first and whatever ids it has', () => {
  const [there, back] = [note('n2', moved('north', 'south', 6)), note('n1', moved('south', 'north', 8))];
  expect(atPoints(told(arrived, there, back))).toEqual({ north: 8, south: 2 });
  expect(atPoints(told(arrived, back, there))).toEqual({ north: 8, south: 2 });
  expect(atPoints(told(arrived, note('n3', moved('south', 'north', 1)), there))).toEqual({ north: 1, south: 9 });
});

test('more than a point has, to where there is no point, or to where it is already, is refused', () => {
  expect(() => ledger(told(arrived, note('n1', moved('north', 'south', 7))))).toThrow(expect.objectContaining({ code: 'more-than-held' }));
  expect(() => told(arrived, note('n1', moved('north', 'elsewhere', 1)))).toThrow(expect.objectContaining({ code: 'unknown-place' }));
  expect(() => told(arrived, note('n1', moved('north', 'north', 1)))).toThrow(expect.objectContaining({ code: 'moves-nowhere' }));
});

test('what was handed out where it was carried to must have come from where it was', () => {
  const given = run([point('north'), point('south', { handedOut: { SC01: 9 } })], both.stops);
  const said = told(given, note('n1', moved('north', 'south', 5)), handoff('north-1'), handoff('south-1'));
  expect(
    ledger(said)
      .filter(({ to }) => keyOf(to) === 'pickup-point:south')
      .map(({ portions }) => portions),
  ).toEqual([4, 5]);
});

test('a point whose orders have all moved before its goods came closes by itself; the bus goes on without it', () => {
  const gone = run([point('north', { isAwaited: false }), point('south')], [stop('north', 0, { givenUp: true }), stop('south', 10)]);
  const said = told(gone, handoff('south-1'));
  expect(atPoints(said)).toEqual({ north: 0, south: 10 });
  expect(doneSteps(said)).toEqual(expect.arrayContaining(['confirmHandoff@north-1', 'closePickup@north']));
  expect(doneSteps(said)).not.toContain('closePickup@south');
});

test('a point whose goods had come stays open until somebody closes it', () => {
  const left = run([point('north', { isAwaited: false }), point('south')], both.stops);
  const said = told(left, handoff('north-1'), handoff('south-1'), note('n1', moved('north', 'south', 6)));
  expect(doneSteps(said)).not.toContain('closePickup@north');
});

test('whoever is refused is not told to correct what they have just said, which is not written', () => {
  const refusal = (): unknown => {
    try {
      return ledger(told(arrived, note('n1', moved('north', 'south', 7))));
    } catch (error) {
      return refusedTo(error, 'n1');
    }
  };
  expect(refusal()).toMatchObject({ code: 'more-than-held', details: { reports: ['handoff-north-1'] } });
  expect(refusal()).toMatchObject({ text: { en: expect.not.stringContaining('n1') } });
  expect(refusedTo('something else', 'n1')).toBe('something else');
});
