import { expect, test } from '@jest/globals';
import type { GoodsEvent, LogisticsStepReport, NoteGoods, PassedOnTo } from '@jielong/logistics-contract';
import { keyOf } from './book.js';
import { ledger } from './custody.js';
import { deliveredTo, inFlightOf } from './goods.js';
import { hear } from './reports.js';
import type { RunSaid } from './said.js';

const by = (reportId: string) =>
  ({ reportId, enteredBy: 'D001', doneBy: 'D001', channel: 'api', occurredAt: null, evidence: 'counted' }) as const;
/** A run with ten portions on its own bus. */
const runOf = (run: string, over: Partial<RunSaid> = {}): RunSaid => ({
  run,
  purchases: [{ id: `${run}-p`, lines: { SC01: { expected: 10, bought: 10 } }, said: { ...by('bought'), enteredBy: 'S004' } }],
  trips: [{ id: `${run}-bus` }],
  stops: [{ id: `${run}-stop`, trip: `${run}-bus`, point: `${run}-gate`, planned: { SC01: 10 } }],
  points: [{ id: `${run}-gate`, handedOut: {}, isAwaited: true }],
  ...over,
});
const handoff = (run: string, portions: number, more: object = {}): LogisticsStepReport => ({
  ...by(`handoff-${run}`),
  ...{ step: 'confirmHandoff', at: `${run}-stop`, handedOverBy: { role: 'driver' }, receivedBy: { role: 'guard' }, counted: 'both' },
  lines: [{ run, bundle: 'SC01', portions, ...more }],
});
const loading = (portions: number, surplus: number): LogisticsStepReport => ({
  ...by('loading'),
  ...{ step: 'confirmLoading', at: 'own-bus', lines: [{ bundle: 'SC01', portions, surplus }] },
});
const passedOn = (portions: number, to: Partial<PassedOnTo> = {}, at: 'bus' | 'pickup-point' = 'pickup-point'): GoodsEvent => ({
  ...{ what: 'passed-on', at, bundle: 'SC01', portions },
  to: { run: 'other', at: 'pickup-point', ...to },
});
const note = (events: readonly GoodsEvent[], over: Partial<NoteGoods> = {}): NoteGoods => ({
  ...{ ...by('note'), step: 'noteGoods', events, of: 'own' },
  ...over,
});
const told = (runs: readonly RunSaid[], ...reports: LogisticsStepReport[]): RunSaid[] =>
  reports.reduce<RunSaid[]>((now, report) => hear(now, report), [...runs]);
const at = (run: RunSaid | undefined): number => (run && deliveredTo(run, ledger(run), `${run.run}-gate`)['SC01']) ?? 0;

const both = [runOf('own'), runOf('other')];
/** Two portions of the other run came on this one's bus. */
const arrived = told(both, handoff('own', 12, { surplus: 2 }), handoff('other', 8, { missing: 2 }));

test('what belongs to another run leaves the one ledger and comes to the other', () => {
  const [own, other] = told(arrived, note([passedOn(2)]));
  expect([at(own), at(other)]).toEqual([10, 10]);
  const places = [own, other].map(
    (run) => run && ledger(run).flatMap(({ step, from, to }) => (step === 'noteGoods' ? [`${keyOf(from)}>${keyOf(to)}`] : [])),
  );
  expect(places).toEqual([['pickup-point:own-gate>carried-out:other'], ['source:carried-in>pickup-point:other-gate']]);
  expect(own && inFlightOf(own)).toBe(10);
});

test('the other run hears nothing else of what is noted there', () => {
  const lost: GoodsEvent = { what: 'damaged', at: 'pickup-point', bundle: 'SC01', portions: 1 };
  const [own, other] = told(arrived, note([passedOn(2), lost]));
  expect([at(own), at(other)]).toEqual([9, 10]);
});

test('it may go from bus to bus before either is handed over', () => {
  const [own, other] = told(both, loading(12, 2), note([passedOn(2, { at: 'bus' }, 'bus')]), handoff('own', 10), handoff('other', 12));
  expect([at(own), at(other)]).toEqual([10, 12]);
});

test('a correction takes it back from whoever had it, and gives it to whoever is named', () => {
  const third = runOf('third');
  const first = told([...arrived, third], note([passedOn(2)]));
  const back = told(first, note([], { reportId: 'back', corrects: 'note' }));
  expect(back.map(at)).toEqual([12, 8, 0]);
  const instead = told(first, note([passedOn(2, { run: 'third' })], { reportId: 'instead', corrects: 'note' }));
  expect(instead.map(at)).toEqual([10, 8, 2]);
});

test.each([
  ['passed-to-itself', passedOn(2, { run: 'own' })],
  ['unknown-place', passedOn(2, { ref: 'elsewhere' })],
  ['unknown-bundle', { ...passedOn(2), bundle: 'RL01' }],
])('is refused as %s', (code, event) => {
  expect(() => told(arrived, note([event]))).toThrow(expect.objectContaining({ code }));
});

test('no more than there is, and no more than the other run has not handed out of it when it is taken back', () => {
  expect(() => ledger(told(arrived, note([passedOn(13)]))[0] ?? runOf('own'))).toThrow(expect.objectContaining({ code: 'more-than-held' }));
  const fetched = [
    arrived[0] ?? runOf('own'),
    { ...(arrived[1] ?? runOf('other')), points: [{ id: 'other-gate', handedOut: { SC01: 10 } }] },
  ];
  const [, other] = told(told(fetched, note([passedOn(2)])), note([], { reportId: 'back', corrects: 'note' }));
  expect(() => other && ledger(other)).toThrow(expect.objectContaining({ code: 'more-than-held' }));
});

test('a run that is closed, or still takes orders, gets nothing', () => {
  const open = [arrived[0] ?? runOf('own'), runOf('other', { purchases: [] })];
  expect(() => told(open, note([passedOn(2)]))).toThrow(expect.objectContaining({ code: 'not-receiving', details: { run: 'other' } }));
  const closed = [arrived[0] ?? runOf('own'), runOf('other', { ended: true })];
  expect(() => told(closed, note([passedOn(2)]))).toThrow(expect.objectContaining({ code: 'closed', details: { run: 'other' } }));
});

const close = (run: string, left: number): LogisticsStepReport => ({
  ...by(`close-${run}`),
  step: 'closePickup',
  at: `${run}-gate`,
  left: { SC01: left },
});
const placesOf = (run: RunSaid | undefined): Record<string, number> => {
  const held: Record<string, number> = {};
  for (const { from, to, portions } of run ? ledger(run) : []) {
    held[from.kind] = (held[from.kind] ?? 0) - portions;
    held[to.kind] = (held[to.kind] ?? 0) + portions;
  }
  return held;
};

test('what was left when a point was counted may still be passed on; what was passed on before is not counted there', () => {
  const given = [runOf('own', { points: [{ id: 'own-gate', handedOut: { SC01: 8 } }] }), runOf('other')];
  const [after] = told(given, handoff('own', 10), close('own', 2), note([passedOn(2)]));
  expect(placesOf(after)).toMatchObject({ 'carried-out': 2, 'pickup-point': 8 });
  expect(placesOf(after)['missing'] ?? 0).toBe(0);
  const [before] = told(given, handoff('own', 10), note([passedOn(2)]), close('own', 0));
  expect(placesOf(before)).toMatchObject({ 'carried-out': 2, 'pickup-point': 8 });
  expect(placesOf(before)['missing'] ?? 0).toBe(0);
});

test.each([
  ['a point that was counted as closed', [handoff('other', 10), close('other', 10)], passedOn(2)],
  ['a bus that has been unloaded', [handoff('other', 10)], passedOn(2, { at: 'bus' })],
])('nothing is passed on to %s: it would be lost there in the name of who counted', (_what, said, event) => {
  const counted = told(both, handoff('own', 12, { surplus: 2 }), ...said);
  expect(() => told(counted, note([event]))).toThrow(expect.objectContaining({ code: 'too-late-for' }));
});

test('it leaves a point that was closed without a count as well', () => {
  const closing: LogisticsStepReport = { ...by('close-own'), step: 'closePickup', at: 'own-gate' };
  const [own, other] = told(arrived, closing, note([passedOn(2)]));
  expect([at(own), at(other)]).toEqual([10, 10]);
});
