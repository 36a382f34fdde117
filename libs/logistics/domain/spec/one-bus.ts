import type {
  ClosePickup,
  ConfirmHandoff,
  ConfirmLoading,
  CountLine,
  DisposeRemainder,
  LogisticsStepReport,
} from '@jielong/logistics-contract';
import type { Movement } from '../book.js';
import { ledger } from '../custody.js';
import { hear } from '../reports.js';
import type { RunSaid, Speaker } from '../said.js';

const by = (step: string) => ({
  reportId: `r-${step}`,
  enteredBy: `by-${step}`,
  doneBy: 'X',
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
});
export const loading = (lines?: CountLine[], over: Partial<ConfirmLoading> = {}): ConfirmLoading => ({
  ...by('loading'),
  step: 'confirmLoading',
  at: 'trip',
  lines,
  ...over,
});
export const handoff = (lines?: CountLine[], over: Partial<ConfirmHandoff> = {}): ConfirmHandoff => ({
  ...by('handoff'),
  step: 'confirmHandoff',
  at: 'south',
  lines,
  handedOverBy: { role: 'driver' },
  receivedBy: { person: 'D001' },
  counted: 'both',
  ...over,
});
export const close = (left?: Record<string, number>, over: Partial<ClosePickup> = {}): ClosePickup => ({
  ...by('close'),
  step: 'closePickup',
  at: 'p-south',
  left,
  ...over,
});
export const disposal = (lines?: DisposeRemainder['lines']): DisposeRemainder => ({ ...by('disposal'), step: 'disposeRemainder', lines });
export const purchaser: Speaker = { reportId: 'r-purchase', enteredBy: 'S004', evidence: 'counted' };

/** One purchase of ten, one bus, one stop. */
export const planned: RunSaid = {
  run: 'run',
  purchases: [{ id: 'shop', lines: { SC01: { expected: 10, bought: null } } }],
  trips: [{ id: 'trip' }],
  stops: [{ id: 'south', trip: 'trip', point: 'p-south', planned: {} }],
  points: [{ id: 'p-south', handedOut: {} }],
};
export const bought = (portions: number, run = planned): RunSaid => ({
  ...run,
  purchases: [{ id: 'shop', lines: { SC01: { expected: 10, bought: portions } }, said: purchaser }],
});
export const handedOut = (portions: number, run: RunSaid): RunSaid => ({
  ...run,
  points: run.points.map((it, i) => (i ? it : { ...it, handedOut: { SC01: portions } })),
});
/** The same with a second stop of the same bus, by the allocation six and four. */
export const twoStops: RunSaid = {
  ...planned,
  stops: [
    { id: 'south', trip: 'trip', point: 'p-south', planned: { SC01: 6 } },
    { id: 'north', trip: 'trip', point: 'p-north', planned: { SC01: 4 } },
  ],
  points: [...planned.points, { id: 'p-north', handedOut: {} }],
};
export const said = (run: RunSaid, ...reports: LogisticsStepReport[]): RunSaid =>
  reports.reduce((now, report) => hear([now], report)[0] ?? now, run);
const line = ({ kind, from, to, portions, evidence }: Movement) =>
  `${kind} ${from.kind}→${to.kind}${to.ref.startsWith('p-') ? ` ${to.ref}` : ''} ${portions}${evidence === 'assumed' ? ' assumed' : ''}`;
export const lines = (run: RunSaid) => ledger(run).map(line);
export const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};
