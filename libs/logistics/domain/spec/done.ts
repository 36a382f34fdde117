import type { CountLine, GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { hear } from '../reports.js';
import type { RunSaid } from '../said.js';
import { codes, type Command, type Counts, type Event } from './commands.js';

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
export function done(run: RunSaid, it: Command, n: number): RunSaid {
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
