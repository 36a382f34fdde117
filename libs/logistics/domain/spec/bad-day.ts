import { DomainError } from '@jielong/kernel';
import type { CountLine, GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { keyOf } from '../book.js';
import { ledger } from '../custody.js';
import { hear } from '../reports.js';
import type { RunSaid } from '../said.js';

const by = (reportId: string, person = `by-${reportId}`) => ({
  reportId,
  enteredBy: person,
  doneBy: person,
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
});
export type Lines = readonly (Omit<CountLine, 'bundle'> & { bundle?: string })[];
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
export const loading = (lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'loading', at: 'bus-1' }),
  step: 'confirmLoading',
  lines: linesOf(lines),
});
export const handoff = (lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'handoff', at: 'south-1' }),
  step: 'confirmHandoff',
  lines: linesOf(lines),
  handedOverBy: { role: 'driver' },
  receivedBy: { role: 'guard' },
  counted: 'both',
});
export const contest = (lines: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'contest', at: 'south-1' }),
  step: 'contestHandoff',
  lines: linesOf(lines) ?? [],
  countedBy: { role: 'driver' },
  reason: 'counted again',
});
export const decide = (counts: 'first' | 'second' | Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'decision', at: 'south-1' }),
  step: 'decideDispute',
  counts: typeof counts === 'string' ? counts : (linesOf(counts) ?? []),
  reason: 'looked',
});
export const divert = (to: { trip: string } | 'supplier' | 'store', lines?: Lines, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'diversion', at: 'bus-1' }),
  step: 'divertTrip',
  to,
  lines: linesOf(lines),
  reason: 'breakdown',
});
export const note = (events: readonly GoodsEvent[], over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'note' }),
  step: 'noteGoods',
  events,
});
export const close = (left?: number, over: Over = {}): LogisticsStepReport => ({
  ...common(over, { id: 'close', at: 'south' }),
  step: 'closePickup',
  left: left === undefined ? undefined : { SC01: left },
});
export const wrapUp = (left?: number): LogisticsStepReport => ({
  ...by('wrap-up'),
  step: 'wrapUp',
  wrapUp: 'paper',
  left: left === undefined ? undefined : { SC01: left },
});
export const disposal = (): LogisticsStepReport => ({ ...by('disposal'), step: 'disposeRemainder' });

/** Ten bought of one bundle, one of another; two buses, of which the second serves the same two points. */
export const day: RunSaid = {
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
export const twoStops: RunSaid = {
  ...day,
  stops: [...day.stops, { id: 'north-1', trip: 'bus-1', point: 'north', planned: { SC01: 4, DC01: 0 } }],
  points: [...day.points, { id: 'north', handedOut: {} }],
};
export const twoBuses: RunSaid = {
  ...twoStops,
  trips: [...day.trips, { id: 'bus-2' }],
  stops: [
    ...twoStops.stops,
    { id: 'south-2', trip: 'bus-2', point: 'south', planned: {} },
    { id: 'north-2', trip: 'bus-2', point: 'north', planned: {} },
  ],
};
export const said = (run: RunSaid, ...reports: LogisticsStepReport[]): RunSaid =>
  reports.reduce((before, report) => {
    const [after = before] = hear([before], report);
    ledger(after);
    return after;
  }, run);
export const handedOut = (run: RunSaid, portions: number, point = 'south'): RunSaid => ({
  ...run,
  points: run.points.map((it) => (it.id === point ? { ...it, handedOut: { SC01: portions } } : it)),
});
/** What each place holds of SC01, hand-outs taken off. */
export function held(run: RunSaid, bundle = 'SC01'): Record<string, number> {
  const places: Record<string, number> = {};
  const add = (place: string, portions: number) => (places[place] = (places[place] ?? 0) + portions);
  for (const { from, to, portions } of ledger(run).filter((it) => it.bundle === bundle)) {
    add(keyOf(from), -portions);
    add(keyOf(to), portions);
  }
  for (const { id, handedOut: out } of run.points) if (out[bundle]) add(`pickup-point:${id}`, -(out[bundle] ?? 0));
  return Object.fromEntries(Object.entries(places).filter(([, portions]) => portions !== 0));
}
export const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof DomainError ? error.code : error;
  }
};
