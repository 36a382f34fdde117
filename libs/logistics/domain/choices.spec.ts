import { expect, test } from '@jest/globals';
import { DomainError, type Report } from '@jielong/kernel';
import type { ContestHandoff, DecideDispute, GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { hear } from './reports.js';
import type { RunSaid, StopSaid } from './said.js';

const by = (reportId: string): Omit<Report, 'step'> & { reason: string } => ({
  ...{ reportId, enteredBy: 'D001', doneBy: 'D001', reason: 'why' },
  ...{ channel: 'api', occurredAt: null, evidence: 'counted' },
});
const contested = (at: string): Pick<StopSaid, 'contest'> => {
  const contest: ContestHandoff = { ...by(`contest-${at}`), step: 'contestHandoff', at, lines: [], countedBy: { role: 'driver' } };
  return { contest };
};
const decided = (at: string): Pick<StopSaid, 'decision'> => {
  const decision: DecideDispute = { ...by(`decision-${at}`), step: 'decideDispute', at, counts: 'first' };
  return { decision };
};
const stop = (id: string, trip: string, point: string, over: Partial<StopSaid> = {}): StopSaid => ({
  id,
  trip,
  point,
  planned: {},
  ...over,
});
const run = (...stops: StopSaid[]): RunSaid => ({
  run: 'r',
  purchases: [{ id: 'p', lines: { SC01: { expected: 10, bought: 10 } } }],
  trips: [{ id: 'bus-1', name: '大巴' }, { id: 'bus-2' }],
  points: [
    { id: 'south', name: '南门', handedOut: {} },
    { id: 'north', name: '北门', handedOut: {} },
  ],
  stops,
});
const day = run(stop('south-1', 'bus-1', 'south'), stop('north-1', 'bus-1', 'north'), stop('north-2', 'bus-2', 'north'));

const parties = { handedOverBy: { role: 'driver' }, receivedBy: { role: 'guard' }, counted: 'both' } as const;
const handoff: LogisticsStepReport = { ...by('handoff'), step: 'confirmHandoff', ...parties };
const decide: LogisticsStepReport = { ...by('decide'), step: 'decideDispute', counts: 'first' };
const note = (event: GoodsEvent): LogisticsStepReport => ({ ...by('note'), step: 'noteGoods', events: [event] });
const lost: GoodsEvent = { what: 'damaged', at: 'pickup-point', bundle: 'SC01', portions: 1 };

function refusalOf(said: RunSaid, report: LogisticsStepReport, bus?: string): Pick<DomainError, 'code' | 'text' | 'details'> {
  try {
    hear([said], report, bus);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('accepted');
}
const placesOf = (...refused: Parameters<typeof refusalOf>) => refusalOf(...refused).details?.['places'];
const [south, north] = [
  { id: 'south', name: '南门' },
  { id: 'north', name: '北门' },
];

test('where there are several places, the refusal lists them as people call them', () => {
  expect(refusalOf(day, handoff)).toMatchObject({ code: 'unknown-stop', text: { zh: expect.stringContaining('南门、北门') } });
  expect(placesOf(day, handoff)).toEqual([
    { id: 'south-1', name: '南门' },
    { id: 'north-1', name: '北门' },
    { id: 'north-2', name: '北门' },
  ]);
  expect(placesOf(day, { ...by('close'), step: 'closePickup' })).toEqual([south, north]);
  expect(placesOf(day, { ...by('loading'), step: 'confirmLoading' })).toEqual([{ id: 'bus-1', name: '大巴' }, { id: 'bus-2' }]);
});

test('somebody who spoke to a bus chooses among its own stops', () =>
  expect(placesOf(day, handoff, 'bus-2')).toEqual([{ id: 'north-2', name: '北门' }]));

test('a place that is not there is refused with those that are', () =>
  expect(placesOf(day, { ...by('close'), step: 'closePickup', at: 'moon' })).toEqual([south, north]));

test('where there is no place yet, nobody is told to choose one', () =>
  expect(refusalOf(run(), handoff)).toMatchObject({ details: { places: [] }, text: { zh: expect.stringContaining('还没有') } }));

test('a decision without a dispute says that there is none, however many stops there are', () => {
  expect(refusalOf(day, decide).code).toBe('no-dispute');
  expect(refusalOf(run(stop('south-1', 'bus-1', 'south')), decide).code).toBe('no-dispute');
});

test('of several disputes one chooses among those that nobody has decided', () => {
  const disputes = [
    stop('a', 'bus-1', 'south', contested('a')),
    stop('b', 'bus-1', 'north', contested('b')),
    stop('c', 'bus-2', 'north', { ...contested('c'), ...decided('c') }),
  ];
  expect(placesOf(run(...disputes, stop('d', 'bus-2', 'south')), decide)).toEqual([
    { id: 'a', name: '南门' },
    { id: 'b', name: '北门' },
  ]);
});

test('an event says where, among all such places or those that there are', () => {
  expect(refusalOf(day, note(lost))).toMatchObject({ code: 'which-place', details: { places: [south, north] } });
  expect(refusalOf(day, note({ ...lost, ref: 'moon' }))).toMatchObject({ code: 'unknown-place', details: { places: [south, north] } });
});

test('goods that would be moved to where they are say so', () => {
  const event: GoodsEvent = { what: 'moved', at: 'pickup-point', ref: 'south', to: 'south', bundle: 'SC01', portions: 1 };
  expect(refusalOf(day, note(event))).toMatchObject({ code: 'moves-nowhere', details: { bundle: 'SC01', to: 'south' } });
  expect(placesOf(day, note({ ...event, to: 'moon' }))).toEqual([south, north]);
});

test('what is left of a wrap-up is counted point by point', () =>
  expect(placesOf(day, { ...by('paper'), step: 'wrapUp', wrapUp: 'w', left: { SC01: 1 } })).toEqual([south, north]));
