import { describe, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import type { CountLine, GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { keyOf } from './book.js';
import { ledger } from './custody.js';
import { doneSteps, inFlightOf, outlookOf, stopStateOf, tripStageOf } from './goods.js';
import { hear } from './reports.js';
import { disputesOf, type RunSaid } from './said.js';

const by = (reportId: string, person = `by-${reportId}`) => ({
  reportId,
  enteredBy: person,
  doneBy: person,
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
});
type Lines = readonly (Omit<CountLine, 'bundle'> & { bundle?: string })[];
const linesOf = (lines: Lines | undefined): CountLine[] | undefined => lines?.map((line) => ({ bundle: 'SC01', ...line }));
interface Over {
  readonly id?: string;
  readonly at?: string;
  readonly corrects?: string;
  readonly person?: string;
}
const common = ({ id, at, corrects, person }: Over, otherwise: { id: string; at?: string }) => ({
  ...by(id ?? otherwise.id, person),
  at: at ?? otherwise.at,
  corrects,
});
const loading = (lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'loading', at: 'bus-1' }),
  step: 'confirmLoading',
  lines: linesOf(lines),
});
const handoff = (lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'handoff', at: 'south-1' }),
  step: 'confirmHandoff',
  lines: linesOf(lines),
  handedOverBy: { role: 'driver' },
  receivedBy: { role: 'guard' },
  counted: 'both',
});
const contest = (lines: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'contest', at: 'south-1' }),
  step: 'contestHandoff',
  lines: linesOf(lines) ?? [],
  countedBy: { role: 'driver' },
  reason: 'counted again',
});
const decide = (counts: 'first' | 'second' | Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'decision', at: 'south-1' }),
  step: 'decideDispute',
  counts: typeof counts === 'string' ? counts : (linesOf(counts) ?? []),
  reason: 'looked',
});
const divert = (to: { trip: string } | 'supplier' | 'store', lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'diversion', at: 'bus-1' }),
  step: 'divertTrip',
  to,
  lines: linesOf(lines),
  reason: 'breakdown',
});
const note = (events: readonly GoodsEvent[], over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'note' }),
  step: 'noteGoods',
  events,
});
const close = (left?: number, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'close', at: 'south' }),
  step: 'closePickup',
  left: left === undefined ? undefined : { SC01: left },
});
const wrapUp = (left?: number): LogisticsStepReport => ({
  ...by('wrap-up'),
  step: 'wrapUp',
  wrapUp: 'paper',
  left: left === undefined ? undefined : { SC01: left },
});
const disposal = (): LogisticsStepReport => ({ ...by('disposal'), step: 'disposeRemainder' });

/** Ten bought of one bundle, one of another; two buses, of which the second serves the same two points. */
const day: RunSaid = {
  run: 'run',
  purchases: [
    {
      id: 'shop',
      lines: { SC01: { expected: 10, bought: 10 }, DC01: { expected: 1, bought: 1 } },
      said: { reportId: 'purchase', enteredBy: 'S004', evidence: 'counted' },
    },
  ],
  trips: [{ id: 'bus-1' }],
  stops: [{ id: 'south-1', trip: 'bus-1', point: 'south', planned: { SC01: 6, DC01: 1 } }],
  points: [{ id: 'south', handedOut: {} }],
};
const twoStops: RunSaid = {
  ...day,
  stops: [...day.stops, { id: 'north-1', trip: 'bus-1', point: 'north', planned: { SC01: 4, DC01: 0 } }],
  points: [...day.points, { id: 'north', handedOut: {} }],
};
const twoBuses: RunSaid = {
  ...twoStops,
  trips: [...day.trips, { id: 'bus-2' }],
  stops: [
    ...twoStops.stops,
    { id: 'south-2', trip: 'bus-2', point: 'south', planned: {} },
    { id: 'north-2', trip: 'bus-2', point: 'north', planned: {} },
  ],
};
const said = (run: RunSaid, ...reports: LogisticsStepReport[]): RunSaid =>
  reports.reduce((before, report) => {
    const [after = before] = hear([before], report);
    ledger(after);
    return after;
  }, run);
const handedOut = (run: RunSaid, portions: number, point = 'south'): RunSaid => ({
  ...run,
  points: run.points.map((it) => (it.id === point ? { ...it, handedOut: { SC01: portions } } : it)),
});
/** What each place holds of SC01, hand-outs taken off. */
function held(run: RunSaid, bundle = 'SC01'): Record<string, number> {
  const places: Record<string, number> = {};
  const add = (place: string, portions: number) => (places[place] = (places[place] ?? 0) + portions);
  for (const { from, to, portions } of ledger(run).filter((it) => it.bundle === bundle)) {
    add(keyOf(from), -portions);
    add(keyOf(to), portions);
  }
  for (const { id, handedOut: out } of run.points) if (out[bundle]) add(`pickup-point:${id}`, -(out[bundle] ?? 0));
  return Object.fromEntries(Object.entries(places).filter(([, portions]) => portions !== 0));
}
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof DomainError ? error.code : error;
  }
};

describe('a correction', () => {
  const over = said(day, loading([{ damaged: 1 }]), handoff([{ portions: 9 }]), close());
  test.each<[string, RunSaid, Record<string, number>]>([
    ['of a loading', said(over, loading([{ damaged: 0 }], { id: 'l2', corrects: 'loading' })), { 'pickup-point:south': 9, 'missing:': 1 }],
    [
      'of a handoff',
      said(over, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' })),
      { 'pickup-point:south': 7, 'damaged:': 1, 'missing:': 2 },
    ],
    ['of a close', said(over, close(8, { id: 'c2', corrects: 'close' })), { 'pickup-point:south': 8, 'damaged:': 1, 'missing:': 1 }],
    [
      'of a correction',
      said(over, loading([{ damaged: 0 }], { id: 'l2', corrects: 'loading' }), loading([{ damaged: 1 }], { id: 'l3', corrects: 'l2' })),
      { 'pickup-point:south': 9, 'damaged:': 1 },
    ],
  ])('%s moves the goods to where they are', (_says, run, expected) => {
    expect(held(run)).toEqual({ 'source:purchase': -10, ...expected });
  });

  test('corrects only what counts', () => {
    const once = said(day, loading([{ damaged: 1 }]), loading(undefined, { id: 'l2', corrects: 'loading' }));
    expect(codeOf(() => said(once, loading(undefined, { id: 'l3', corrects: 'loading' })))).toBe('not-current');
  });

  test('is refused where others have had more, and names them and what is handed out', () => {
    const run = handedOut(said(day, handoff()), 8);
    const less = () => said(run, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' }));
    expect(codeOf(less)).toBe('more-than-held');
    expect(less).toThrow(/h2.*8 are handed out/);
    const counted = said(day, loading(), handoff([{ portions: 10 }]));
    expect(() => said(counted, loading([{ portions: 8 }], { id: 'l2', corrects: 'loading' }))).toThrow(/handoff/);
  });

  test('never asks anew for what is done', () => {
    const corrected = said(over, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' }));
    expect(doneSteps(corrected)).toEqual(expect.arrayContaining(doneSteps(over).filter((key) => key !== 'disposeRemainder')));
    expect([tripStageOf([over], 'bus-1'), tripStageOf([corrected], 'bus-1')]).toEqual(['done', 'done']);
  });

  describe('of a bus of several runs', () => {
    const other: RunSaid = {
      ...day,
      run: 'other',
      stops: [{ id: 'west', trip: 'bus-1', point: 'west', planned: {} }],
      points: [{ id: 'west', handedOut: {} }],
    };
    const loaded = hear(
      [day, other],
      loading([
        { run: 'run', damaged: 1 },
        { run: 'other', damaged: 2 },
      ]),
    );
    const current = (runs: readonly RunSaid[]) => runs.map(({ trips }) => trips[0]?.loading?.reportId);
    const mended = (lines: Lines | undefined, runs = loaded) => current(hear(runs, loading(lines, { id: 'l2', corrects: 'loading' })));

    test('is for the runs whose lines it names', () => {
      expect(mended([{ run: 'other', damaged: 1 }])).toEqual(['loading', 'l2']);
      expect(mended([{ run: 'run' }, { run: 'other' }])).toEqual(['l2', 'l2']);
    });
    test('without lines is for all of them', () => expect(mended(undefined)).toEqual(['l2', 'l2']));
    test('goes by those that are closed, and is refused where it names one', () => {
      const [one = day, two = other] = loaded;
      const half = [one, { ...two, ended: true }];
      expect(mended(undefined, half)).toEqual(['l2', 'loading']);
      expect(codeOf(() => mended([{ run: 'other' }], half))).toBe('closed');
    });
    test('says which run a line is of', () => expect(codeOf(() => mended([{ damaged: 1 }]))).toBe('which-run'));
    test('of a correction is for those that heard it', () => {
      const once = hear(loaded, loading([{ run: 'other', damaged: 1 }], { id: 'l2', corrects: 'loading' }));
      expect(current(hear(once, loading(undefined, { id: 'l3', corrects: 'l2' })))).toEqual(['loading', 'l3']);
      expect(codeOf(() => hear(once, loading([{ run: 'run' }], { id: 'l3', corrects: 'l2' })))).toBe('not-current');
    });
  });
});

describe('a surplus', () => {
  test('is found on the bus, or at the point, when it is said', () => {
    expect(held(said(day, loading([{ portions: 12, surplus: 2 }])))).toEqual({
      'source:purchase': -10,
      'source:surplus': -2,
      'bus:bus-1': 12,
    });
    expect(held(said(day, loading(), handoff([{ surplus: 3 }])))).toMatchObject({ 'source:surplus': -3, 'pickup-point:south': 13 });
    expect(outlookOf(said(day, loading([{ surplus: 1 }])))).not.toEqual(outlookOf(said(day, loading())));
  });
  test('is never guessed: a count above what is there is refused, and told how to say it', () => {
    expect(() => said(day, loading([{ portions: 12 }]))).toThrow(/surplus/);
    expect(codeOf(() => said(day, loading([{ portions: 12 }])))).toBe('more-than-held');
    expect(codeOf(() => said(day, loading([{ portions: 1, surplus: 2 }])))).toBe('more-surplus-than-counted');
  });
  test('is not bought where nobody has reported the purchase', () => {
    const unsaid = { ...day, purchases: day.purchases.map((it) => ({ ...it, said: undefined })) };
    expect(held(said(unsaid, loading([{ portions: 12, surplus: 2 }])))).toMatchObject({ 'source:purchase': -10, 'source:surplus': -2 });
  });
});

test('what one bus has left behind, and another takes, asks for another version', () => {
  const left = said(day, loading([{ portions: 7 }]), handoff());
  const second: RunSaid = {
    ...left,
    trips: [...left.trips, { id: 'bus-2' }],
    stops: [...left.stops, { id: 'south-2', trip: 'bus-2', point: 'south', planned: {} }],
  };
  expect(outlookOf(said(second, loading(undefined, { id: 'l2', at: 'bus-2' })))).not.toEqual(outlookOf(second));
});

describe('notes of goods', () => {
  const lost = (at: GoodsEvent['at'], portions = 1): GoodsEvent => ({ what: 'damaged', at, bundle: 'SC01', portions });
  const given = (at: GoodsEvent['at'], portions = 3): GoodsEvent => ({ what: 'donated', at, bundle: 'SC01', portions });
  const sorted: GoodsEvent = { what: 'sorted', at: 'supplier', bundle: 'DC01', portions: 1, into: { bundle: 'SC01', portions: 20 } };
  const whole = [loading(), handoff()];

  test.each<[string, LogisticsStepReport[], Record<string, number>]>([
    ['lost at the shop: the bus takes the rest', [note([lost('supplier')]), ...whole], { 'damaged:': 1, 'pickup-point:south': 9 }],
    ['lost on the road, heard before or after', [loading(), handoff(), note([lost('bus')])], { 'damaged:': 1, 'pickup-point:south': 9 }],
    ['lost at the gate', [...whole, note([lost('pickup-point', 2)])], { 'damaged:': 2, 'pickup-point:south': 8 }],
    ['given on the road', [note([given('bus')]), ...whole], { 'source:donation': -3, 'pickup-point:south': 13 }],
    ['given at the gate', [note([given('pickup-point')]), ...whole], { 'source:donation': -3, 'pickup-point:south': 13 }],
    ['made of bulk goods', [note([sorted]), ...whole], { 'sorting:': -20, 'pickup-point:south': 30 }],
  ])('%s', (_says, reports, expected) => {
    expect(held(said(day, ...reports))).toEqual({ 'source:purchase': -10, ...expected });
  });

  test('sorting takes from one account what it makes in the other', () => {
    expect(held(said(day, note([sorted])), 'DC01')).toEqual({ 'source:purchase': -1, 'sorting:': 1 });
  });
  test('what households have got cannot be lost any more', () => {
    const run = handedOut(said(day, ...whole), 9);
    expect(held(said(run, note([lost('pickup-point')])))).toMatchObject({ 'damaged:': 1 });
    expect(codeOf(() => said(run, note([lost('pickup-point', 2)])))).toBe('more-than-held');
  });
  test('losses and gifts at a gate ask for another version', () => {
    const run = said(day, ...whole);
    for (const event of [lost('pickup-point'), given('pickup-point')])
      expect(outlookOf(said(run, note([event])))).not.toEqual(outlookOf(run));
  });
  test('may be made any number of times; a correction replaces one of them, or takes it back', () => {
    const twice = said(day, ...whole, note([lost('pickup-point')]), note([lost('pickup-point')], { id: 'note-2' }));
    expect(held(twice)).toMatchObject({ 'damaged:': 2 });
    const mended = said(twice, note([lost('pickup-point', 3)], { id: 'note-3', corrects: 'note' }));
    expect(held(mended)).toMatchObject({ 'damaged:': 4 });
    expect(held(said(mended, note([], { id: 'note-4', corrects: 'note-3' })))).toMatchObject({ 'damaged:': 1 });
    expect(codeOf(() => said(mended, note([], { id: 'note-4', corrects: 'note' })))).toBe('not-current');
    expect(codeOf(() => said(day, note([])))).toBe('nothing-noted');
  });
  test('make no difference by the order in which they are heard', () => {
    const notes = [note([lost('bus')], { id: 'a' }), note([given('bus')], { id: 'b' }), note([sorted], { id: 'c' })];
    const [loaded, handedOver] = whole.map((report) => [report]);
    const one = said(day, ...(loaded ?? []), ...notes, ...(handedOver ?? []));
    expect(ledger(one)).toEqual(ledger(said(day, ...whole, ...notes.toReversed())));
  });
  test('say where, when there are several places', () => {
    expect(codeOf(() => said(twoStops, note([given('pickup-point')])))).toBe('which-place');
    expect(codeOf(() => said(twoStops, note([{ ...given('pickup-point'), ref: 'elsewhere' }])))).toBe('unknown-place');
    expect(held(said(twoStops, note([{ ...given('pickup-point'), ref: 'north' }])))).toMatchObject({ 'pickup-point:north': 3 });
  });
});

describe('a dispute', () => {
  const counted = said(day, loading(), handoff([{ portions: 10 }]));
  const contested = said(counted, contest([{ portions: 8 }]));

  test('leaves the first count until somebody decides', () => {
    expect([held(contested), disputesOf(contested)]).toEqual([held(counted), ['south-1']]);
  });
  test.each<[string, Parameters<typeof decide>[0], number]>([
    ['the first', 'first', 10],
    ['the second', 'second', 8],
    ['another count', [{ portions: 9 }], 9],
  ])('is decided for %s', (_says, counts, there) => {
    const decided = said(contested, decide(counts));
    expect(held(decided)).toMatchObject({ 'pickup-point:south': there });
    expect([disputesOf(decided), doneSteps(decided).includes('decideDispute@south-1')]).toEqual([[], true]);
    const handOff = ledger(decided).find(({ kind }) => kind === 'hand-off');
    expect(handOff?.reportId).toBe(counts === 'first' ? 'handoff' : 'decision');
  });
  test('asks for another version where the decided count is another', () => {
    expect(outlookOf(said(contested, decide('second')))).not.toEqual(outlookOf(contested));
    expect(outlookOf(said(contested, decide('first')))).toEqual(outlookOf(contested));
  });
  test.each<[string, () => unknown, string]>([
    ['nothing was handed over', () => said(day, contest([{ portions: 8 }])), 'nothing-handed-over'],
    ['there is a second count', () => said(contested, contest([{ portions: 7 }], { id: 'contest-2' })), 'already-reported'],
    ['the same person counted first', () => said(counted, contest([{ portions: 8 }], { person: 'by-handoff' })), 'own-count'],
    [
      'it is decided',
      () => said(contested, decide('first'), contest([{ portions: 7 }], { id: 'c2', corrects: 'contest' })),
      'already-decided',
    ],
  ])('is refused where %s', (_says, work, code) => expect(codeOf(work)).toBe(code));
  test('is decided only where there is one, and by what there can be', () => {
    expect(codeOf(() => said(counted, decide('first')))).toBe('no-dispute');
    expect(codeOf(() => said(handedOut(contested, 9), decide('second')))).toBe('more-than-held');
    expect(codeOf(() => said(contested, decide('second'), decide('first', { id: 'decision-2' })))).toBe('already-reported');
    expect(held(said(contested, decide('second'), decide('first', { id: 'd2', corrects: 'decision' })))).toMatchObject({
      'pickup-point:south': 10,
    });
  });
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

describe('a day from paper', () => {
  test('says that all before it has happened, and asks for nothing but the rest', () => {
    const run = said(twoStops, wrapUp());
    expect(held(run)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 6, 'pickup-point:north': 4 });
    const booked = ledger(run).filter(({ kind }) => kind !== 'receive');
    expect(new Set(booked.map(({ evidence }) => evidence))).toEqual(new Set(['assumed']));
    expect(doneSteps(run)).toEqual(expect.arrayContaining(['closePickup@south', 'closePickup@north']));
  });
  test('counts what is left only once everybody has got theirs', () => {
    const run = said(day, wrapUp(1));
    expect(held(run)).toMatchObject({ 'pickup-point:south': 10 });
    const listed = handedOut({ ...run, wrapUp: run.wrapUp && { ...run.wrapUp, listed: true } }, 8);
    expect(held(listed)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 1, 'missing:': 1 });
    expect(held(handedOut(listed, 10))).toMatchObject({ 'source:surplus': -1, 'pickup-point:south': 1 });
  });
  test('is refused after disposal, after another that was handed out, and with a count of several points', () => {
    expect(codeOf(() => said(day, disposal(), wrapUp()))).toBe('already-disposed');
    const run = said(day, wrapUp());
    const listed = { ...run, wrapUp: run.wrapUp && { ...run.wrapUp, listed: true } };
    expect(codeOf(() => said(listed, { ...wrapUp(), reportId: 'w2', corrects: 'wrap-up' }))).toBe('already-reported');
    expect(codeOf(() => said(twoStops, wrapUp(1)))).toBe('which-place');
  });
});
