import { expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import {
  inFlightKinds,
  placeKinds,
  type CountLine,
  type GoodsEvent,
  type LogisticsStepReport,
  type PlaceKind,
} from '@jielong/logistics-contract';
import fc from 'fast-check';
import { keyOf, type Movement } from './book.js';
import { ledger } from './custody.js';
import { difference, type Entry } from './difference.js';
import { sum } from './counts.js';
import { outlookOf } from './goods.js';
import { hear, tell } from './reports.js';
import { bundlesOf, type RunSaid } from './said.js';

/** What people do in a day, in any order, too often, and wrongly. */
type Command =
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
type Counts = { portions: number | undefined; missing: number; damaged: number; surplus: number }[];
interface Event {
  what: Exclude<GoodsEvent['what'], 'passed-on'>;
  at: 'supplier' | 'bus' | 'pickup-point';
  place: number;
  bundle: number;
  portions: number;
}

const codes = ['JD01', 'SC01'];
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
const command: fc.Arbitrary<Command> = fc.oneof(
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
const planned: fc.Arbitrary<RunSaid> = fc
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

const nth = <T>(list: readonly T[], i: number): T => {
  const it = list[i % list.length];
  if (it === undefined) throw new RangeError('an empty list');
  return it;
};
const linesOf = (said: Counts): CountLine[] => said.map((line, i) => ({ bundle: codes[i] ?? '', ...line }));

function reportOf(run: RunSaid, it: Exclude<Command, { do: 'buy' | 'pick-up' }>, n: number): LogisticsStepReport {
  const base = {
    reportId: `report-${n}`,
    enteredBy: `P${n}`,
    doneBy: `P${n}`,
    channel: 'api',
    occurredAt: null,
    evidence: 'counted',
  } as const;
  const correcting = (first: LogisticsStepReport | undefined) =>
    'correct' in it && it.correct && first ? { corrects: first.reportId } : {};
  switch (it.do) {
    case 'load': {
      const { id, loading } = nth(run.trips, it.trip);
      return { ...base, step: 'confirmLoading', at: id, lines: linesOf(it.counts), ...correcting(loading) };
    }
    case 'hand-off': {
      const { id, handoff } = nth(run.stops, it.stop);
      const parties = { handedOverBy: { role: 'driver' }, receivedBy: { role: 'guard' }, counted: 'both' } as const;
      return { ...base, ...parties, step: 'confirmHandoff', at: id, lines: linesOf(it.counts), ...correcting(handoff) };
    }
    case 'contest': {
      const { id, contest } = nth(run.stops, it.stop);
      const said = { lines: linesOf(it.counts), countedBy: { role: 'driver' }, reason: 'counted again' } as const;
      return { ...base, ...said, step: 'contestHandoff', at: id, ...correcting(contest) };
    }
    case 'decide': {
      const { id, decision } = nth(run.stops, it.stop);
      const which = typeof it.counts === 'string' ? it.counts : linesOf(it.counts);
      return { ...base, step: 'decideDispute', at: id, counts: which, reason: 'looked', ...correcting(decision) };
    }
    case 'divert': {
      const { id, diversion } = nth(run.trips, it.trip);
      const to = typeof it.to === 'number' ? { trip: nth(run.trips, it.to).id } : it.to;
      return { ...base, step: 'divertTrip', at: id, to, lines: linesOf(it.counts), reason: 'breakdown', ...correcting(diversion) };
    }
    case 'note': {
      const corrects = it.corrected === undefined ? undefined : run.notes?.[it.corrected]?.reportId;
      const events = it.events.map((one) => eventOf(run, one));
      return { ...base, step: 'noteGoods', events, ...(corrects === undefined ? {} : { corrects }) };
    }
    case 'close': {
      const { id, close } = nth(run.points, it.point);
      const left = Object.fromEntries(
        it.left.flatMap((portionsLeft, i) => (portionsLeft === undefined ? [] : [[codes[i] ?? '', portionsLeft]])),
      );
      return { ...base, step: 'closePickup', at: id, left, ...correcting(close) };
    }
    case 'dispose':
      return {
        ...base,
        step: 'disposeRemainder',
        lines: it.lines.map((line) => ({ ...line, bundle: nth(codes, line.bundle) })),
        ...correcting(run.disposal),
      };
  }
}

function eventOf(run: RunSaid, { what, at, place, bundle, portions: n }: Event): GoodsEvent {
  const places = { supplier: run.purchases, bus: run.trips, 'pickup-point': run.points };
  const happened = { bundle: nth(codes, bundle), portions: n };
  if (what === 'moved') {
    const [ref, to] = [nth(run.points, place).id, nth(run.points, place + 1).id];
    return { ...happened, what, at: 'pickup-point', ref, to };
  }
  if (what !== 'sorted') return { ...happened, what, at, ref: nth<{ id: string }>(places[at], place).id };
  const where = at === 'bus' ? 'supplier' : at;
  const ref = nth<{ id: string }>(places[where], place).id;
  return { ...happened, what, at: where, ref, into: { bundle: nth(codes, bundle + 1), portions: n + 1 } };
}

/** The run after it, or the refusal. */
function done(run: RunSaid, it: Command, n: number): RunSaid {
  if (it.do === 'buy') return withBought(run, it, n);
  if (it.do === 'pick-up') return withPickup(run, it);
  return nth(hear([run], reportOf(run, it, n)), 0);
}

function withBought(run: RunSaid, { purchase, bought }: Extract<Command, { do: 'buy' }>, n: number): RunSaid {
  const { id } = nth(run.purchases, purchase);
  const said = { reportId: `purchase-report-${n}`, enteredBy: 'S004', evidence: 'counted' as const };
  const purchases = run.purchases.map((it) => {
    if (it.id !== id) return it;
    const lines = Object.entries(it.lines).map(([bundle, { expected }], i) => [bundle, { expected, bought: bought[i] ?? null }]);
    return { ...it, said, lines: Object.fromEntries(lines) as typeof it.lines };
  });
  return { ...run, purchases };
}

function withPickup(run: RunSaid, { point, bundle, portions: taken }: Extract<Command, { do: 'pick-up' }>): RunSaid {
  const [{ id }, code] = [nth(run.points, point), nth(codes, bundle)];
  const points = run.points.map((it) =>
    it.id === id ? { ...it, handedOut: { ...it.handedOut, [code]: (it.handedOut[code] ?? 0) + taken } } : it,
  );
  return { ...run, points };
}

/** Kept as the service keeps it: rows that only grow, of which reversed ones no longer count. */
class Stored {
  readonly rows: Entry[] = [];
  standing: Movement[] = [];

  append(after: readonly Movement[]): void {
    const entries = difference(this.standing, after);
    this.rows.push(...entries);
    const reversed = new Set(entries.flatMap((entry) => (entry.kind === 'reverse' ? [entry.reverses] : [])));
    this.standing = [
      ...this.standing.filter((it) => !reversed.has(it)),
      ...entries.filter((entry): entry is Movement => entry.kind !== 'reverse'),
    ];
  }
  balances(run: RunSaid): Map<string, number> {
    const held = new Map<string, number>();
    const add = (key: string, n: number) => held.set(key, (held.get(key) ?? 0) + n);
    for (const { bundle, from, to, portions: n } of this.rows) {
      add(`${bundle} ${keyOf(from)}`, -n);
      add(`${bundle} ${keyOf(to)}`, n);
    }
    for (const { id, handedOut } of run.points) {
      for (const [bundle, n] of Object.entries(handedOut)) {
        add(`${bundle} pickup-point:${id}`, -n);
        add(`${bundle} household:`, n);
      }
    }
    return held;
  }
}

const kindOf = (key: string): PlaceKind => placeKinds.find((kind) => key.split(' ')[1]?.startsWith(`${kind}:`)) ?? 'source';

/** Invariant 1: what came in is somewhere, and nowhere is there less than nothing. */
function wrongIn(run: RunSaid, stored: Stored): string[] {
  const balances = [...stored.balances(run)].map(([key, held]) => ({ key, held, kind: kindOf(key) }));
  const heldBy = (bundle: string, of: readonly PlaceKind[]) =>
    sum(balances.filter(({ key, kind }) => key.startsWith(bundle) && of.includes(kind)).map(({ held }) => held));
  const below = balances
    .filter(({ kind, held }) => kind !== 'source' && kind !== 'sorting' && held < 0)
    .map(({ key, held }) => `${key} holds ${held}`);
  const unbalanced = bundlesOf(run).flatMap((bundle) => {
    const [received, is] = [0 - heldBy(bundle, ['source', 'sorting']), heldBy(bundle, ended) + heldBy(bundle, inFlightKinds)];
    return is === received ? [] : [`${bundle}: received ${received}, is ${is}`];
  });
  const inFlight = heldBy('', inFlightKinds);
  return [...below, ...unbalanced, ...(run.disposal && inFlight ? [`${inFlight} are left after disposal`] : [])];
}
const ended: readonly PlaceKind[] = ['household', 'returned', 'written-off', 'carried-out'];

interface Told {
  readonly run: RunSaid;
  readonly movements: readonly Movement[];
}
const attempt = (work: () => RunSaid): Told | DomainError => {
  try {
    const run = work();
    return { run, movements: ledger(run) };
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
};

/** The reports that count at the end, as if each had been the first of its step. A contest follows its handoff, a decision its contest. */
const standingReports = ({ trips, stops, points, notes, disposal }: RunSaid): LogisticsStepReport[][] =>
  [
    ...trips.flatMap(({ loading, diversion }) => [[loading], [diversion]]),
    ...stops.map(({ handoff, contest, decision }) => [handoff, contest, decision]),
    ...points.map(({ close }) => [close]),
    ...(notes ?? []).map((note) => [note]),
    [disposal],
  ].map((said) => said.flatMap((report) => (report ? [{ ...report, corrects: undefined }] : [])));

test('goods are never lost, doubled or owed: whatever is said, in any order, with skips, repeats, corrections and pickups', () => {
  const tally = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(
      planned,
      fc.array(command, { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      (start, commands, dice) => {
        const stored = new Stored();
        const end = commands.reduce((run, it, n) => {
          const next = attempt(() => done(run, it, n));
          tally[next instanceof DomainError ? 'refused' : 'accepted'] += 1;
          if (next instanceof DomainError) return run;
          stored.append(next.movements);
          const wrong = wrongIn(next.run, stored);
          if (wrong.length) throw new Error(wrong.join('; '));
          return next.run;
        }, start);
        outlookOf(end); // what is to come can always be told
        const movements = ledger(end);
        if (difference(stored.standing, movements).length) throw new Error('what is stored is not what was said');

        const { trips, stops, points } = start;
        const silent = {
          ...end,
          trips,
          stops,
          points: points.map((it, i) => ({ ...it, handedOut: end.points[i]?.handedOut ?? {} })),
          notes: undefined,
          disposal: undefined,
        };
        const shuffled = standingReports(end)
          .map((reports, i) => ({ reports, rank: dice[i % dice.length] ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        const again = shuffled.flatMap(({ reports }) => reports).reduce<RunSaid>((run, report) => tell(run, report), silent);
        if (difference(movements, ledger(again)).length) throw new Error('the order of the reports makes a difference');
      },
    ),
    { numRuns: 10_000 },
  );
  expect(tally.accepted).toBeGreaterThan(tally.refused / 4);
});
