import { describe, expect, test } from '@jest/globals';
import { doneSteps, inFlightOf, outlookOf, stopStateOf, tripStageOf } from './goods.js';
import type { RunSaid } from './said.js';
import { loading, handoff, divert, close, disposal, day, twoBuses, said, held, codeOf, type Lines } from './spec/bad-day.js';

test('what one bus has left behind, and another takes, asks for another version', () => {
  const left = said(day, loading([{ portions: 7 }]), handoff());
  const second: RunSaid = {
    ...left,
    trips: [...left.trips, { id: 'bus-2' }],
    stops: [...left.stops, { id: 'south-2', trip: 'bus-2', point: 'south', planned: {} }],
  };
  expect(outlookOf(said(second, loading(undefined, { id: 'l2', at: 'bus-2' })))).not.toEqual(outlookOf(second));
});

describe('a bus that is diverted', () => {
  const toBus2 = divert({ trip: 'bus-2' });
  const later = (at: string, lines?: Lines) => handoff(lines, { id: at, at });

  test('hands all of it to another bus, which goes to the gates in its place', () => {
    const broken = said(twoBuses, loading(), toBus2);
    expect(held(broken)).toEqual({ 'source:purchase': -10, 'bus:bus-2': 10 });
    const there = said(broken, later('south-2', [{ portions: 6 }]), later('north-2'));
    expect(held(there)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 6, 'pickup-point:north': 4 });
  });
  test('gives what was picked up at its gates to the bus that came in its place', () => {
    const there = said(twoBuses, loading(), toBus2, later('south-2'), later('north-2'));
    const south = { ...there.points[0], id: 'south', handedOut: { SC01: 7 } };
    expect(held({ ...there, points: [south, ...there.points.slice(1)] })).toMatchObject({
      'source:purchase': -10,
      'pickup-point:south': 3,
    });
  });
  test('keeps what it has handed over already, and passes by the other stops', () => {
    const run = said(twoBuses, loading(), handoff(), toBus2);
    expect(held(run)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 6, 'bus:bus-2': 4 });
    expect(run.stops.map((stop) => stopStateOf(run, stop))).toEqual(['handed-over', 'passed-by', 'expected', 'expected']);
    expect([tripStageOf([run], 'bus-1'), tripStageOf([run], 'bus-2')]).toEqual(['done', 'loading']);
    expect(doneSteps(run)).toEqual(expect.arrayContaining(['confirmHandoff@north-1', 'confirmLoading@bus-2']));
  });
  test('what was counted goes on, the rest is missing', () => {
    const run = said(twoBuses, loading(), divert({ trip: 'bus-2' }, [{ portions: 8, damaged: 1 }]));
    expect(held(run)).toEqual({ 'source:purchase': -10, 'bus:bus-2': 8, 'damaged:': 1, 'missing:': 1 });
  });
  test.each(['supplier', 'store'] as const)('turns back to the %s, from where another bus loads it', (to) => {
    const back = said(twoBuses, loading(), divert(to));
    expect(held(back)).toEqual({ 'source:purchase': -10, [to === 'store' ? 'store:' : 'supplier:shop']: 10 });
    const again = said(back, loading([{ portions: 10 }], { id: 'loading-2', at: 'bus-2' }));
    expect(held(again)).toEqual({ 'source:purchase': -10, 'bus:bus-2': 10 });
  });
  test('whatever was not reported: no more is bought than came', () => {
    const unsaid = { ...twoBuses, purchases: twoBuses.purchases.map((it) => ({ ...it, said: undefined })) };
    const there = said(unsaid, toBus2, later('south-2', [{ portions: 6 }]), later('north-2', [{ portions: 4 }]));
    expect(held(there)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 6, 'pickup-point:north': 4 });
    const back = said(unsaid, loading([{ portions: 10 }]), divert('supplier'), loading([{ portions: 10 }], { id: 'l2', at: 'bus-2' }));
    expect(held(back)).toEqual({ 'source:purchase': -10, 'bus:bus-2': 10 });
  });
  test('no later close puts its goods at a gate that it has passed by', () => {
    const closed = said(twoBuses, loading(), divert('store'), close(), close(undefined, { id: 'close-n', at: 'north' }), disposal());
    expect(inFlightOf(closed)).toBe(0);
    expect(held(closed)).toMatchObject({ 'returned:': 10 });
  });
  test.each<[string, () => unknown, string]>([
    ['everything is handed over', () => said(day, handoff(), divert('store')), 'nothing-on-board'],
    ['the other bus is not planned for the run', () => said(day, divert({ trip: 'bus-9' })), 'unknown-trip'],
    ['it is the same bus', () => said(day, divert({ trip: 'bus-1' })), 'in-a-circle'],
    [
      'the goods came from there',
      () => said(twoBuses, toBus2, divert({ trip: 'bus-1' }, undefined, { id: 'd2', at: 'bus-2' })),
      'in-a-circle',
    ],
    ['it was reported', () => said(twoBuses, toBus2, divert('store', undefined, { id: 'd2' })), 'already-reported'],
  ])('is refused where %s', (_says, work, code) => expect(codeOf(work)).toBe(code));
});
