import { DomainError, type Report } from '@jielong/kernel';
import type { CountLine, LogisticsStepReport } from '@jielong/logistics-contract';
import { bundlesOf, type RunSaid } from './said.js';

export type ReportProblemCode =
  | 'unknown-trip'
  | 'unknown-stop'
  | 'unknown-point'
  | 'unknown-bundle'
  | 'which-run'
  | 'named-twice'
  | 'already-reported'
  | 'not-current'
  | 'still-ordering'
  | 'closed';
export type ReportProblem = DomainError<ReportProblemCode>;

/**
 * The runs after this report; those that it does not concern are as they were. Order is not refused, contradiction is: an unknown place or
 * bundle, a step that was reported already, a run whose books are closed, goods that nobody has set out to buy. Counts are judged by the
 * ledger.
 */
export function hear(runs: readonly RunSaid[], report: LogisticsStepReport): RunSaid[] {
  const concerned = runs.filter((run) => concerns(run, report));
  if (!concerned.length) throw unknownPlace(report);
  if (concerned.some(({ ended }) => ended)) throw closed();
  const locked = concerned.filter(({ purchases }) => purchases.length > 0); // another run on the bus may still be taking orders
  if (!locked.length) throw stillOrdering();
  refuseBundles(locked, report);
  return runs.map((run) => (locked.includes(run) ? tell(run, report) : run));
}

/** Whether it speaks of this run: of a bus on which its goods are, of a stop or point of its own. */
export function concerns({ trips, stops, points }: RunSaid, { step, at }: LogisticsStepReport): boolean {
  const places = { confirmLoading: trips, confirmHandoff: stops, closePickup: points, disposeRemainder: undefined }[step];
  return !places || places.some(({ id }) => id === at);
}

/** The run after a report that concerns it and was accepted. */
export function tell(run: RunSaid, report: LogisticsStepReport): RunSaid {
  const at = <It extends { id: string }>(places: readonly It[], said: (it: It) => It): It[] =>
    places.map((it) => (it.id === report.at ? said(it) : it));
  switch (report.step) {
    case 'confirmLoading':
      return { ...run, trips: at(run.trips, (trip) => ({ ...trip, loading: inPlaceOf(trip.loading, report) })) };
    case 'confirmHandoff':
      return { ...run, stops: at(run.stops, (stop) => ({ ...stop, handoff: inPlaceOf(stop.handoff, report) })) };
    case 'closePickup':
      return { ...run, points: at(run.points, (point) => ({ ...point, close: inPlaceOf(point.close, report) })) };
    case 'disposeRemainder':
      return { ...run, disposal: inPlaceOf(run.disposal, report) };
  }
}

/** A step is reported once; a later report replaces the one that counts only if it names it. */
function inPlaceOf<Said extends Report>(first: Said | undefined, report: Said): Said {
  if (first && report.corrects === undefined) throw alreadyReported(first);
  if (report.corrects !== undefined && report.corrects !== first?.reportId) throw notCurrent(report.corrects, first);
  return report;
}

function refuseBundles(runs: readonly RunSaid[], report: LogisticsStepReport): void {
  const named = bundlesIn(report);
  for (const line of named) {
    const dealing = runs.filter((run) => (line.run ?? run.run) === run.run && bundlesOf(run).includes(line.bundle));
    if (!dealing.length) throw unknownBundle(line.bundle);
    if (dealing.length > 1) throw whichRun(line.bundle, dealing);
  }
  const twice = report.step === 'disposeRemainder' ? undefined : named.find((line, i) => named.slice(i + 1).some((it) => isSame(line, it)));
  if (twice) throw namedTwice(twice.bundle);
}

function bundlesIn(report: LogisticsStepReport): readonly Pick<CountLine, 'run' | 'bundle'>[] {
  if (report.step === 'closePickup') return Object.keys(report.left ?? {}).map((bundle) => ({ bundle }));
  return report.lines ?? [];
}

const isSame = (a: Pick<CountLine, 'run' | 'bundle'>, b: Pick<CountLine, 'run' | 'bundle'>): boolean =>
  a.bundle === b.bundle && (a.run === undefined || b.run === undefined || a.run === b.run);

const unknownPlace = ({ step, at }: LogisticsStepReport): ReportProblem => {
  const code = ({ confirmLoading: 'unknown-trip', confirmHandoff: 'unknown-stop', closePickup: 'unknown-point' } as const)[
    step === 'disposeRemainder' ? 'closePickup' : step
  ];
  const which = at ?? '';
  return new DomainError(
    'invalid',
    code,
    at === undefined
      ? { zh: '有几处，请用 at 说明是哪一处。', en: 'There are several: say which one in `at`.' }
      : { zh: `这里没有 ${which}，请核对 at。`, en: `There is no ${which} here: check \`at\`.` },
    { step, at },
  );
};
const unknownBundle = (bundle: string): ReportProblem =>
  new DomainError(
    'invalid',
    'unknown-bundle',
    { zh: `本批次没有套餐 ${bundle}，请核对套餐代码。`, en: `${bundle} is not in this run: check the bundle's code.` },
    { bundle },
  );
const whichRun = (bundle: string, runs: readonly RunSaid[]): ReportProblem =>
  new DomainError(
    'invalid',
    'which-run',
    { zh: `车上有几个批次的 ${bundle}，请在这一行写明 run。`, en: `Several runs have ${bundle} on this bus: name the run in its line.` },
    { bundle, runs: runs.map(({ run }) => run) },
  );
const namedTwice = (bundle: string): ReportProblem =>
  new DomainError(
    'invalid',
    'named-twice',
    { zh: `${bundle} 写了两行，请合成一行。`, en: `${bundle} has two lines: make them one.` },
    { bundle },
  );
const alreadyReported = ({ reportId, enteredBy, step }: Report): ReportProblem =>
  new DomainError(
    'conflict',
    'already-reported',
    {
      zh: `这一步已由 ${enteredBy} 登记（${reportId}）。数量不对请更正那条登记。`,
      en: `${step} has been reported by ${enteredBy} as ${reportId}. If it is wrong, correct that report.`,
    },
    { reportId, enteredBy },
  );
const notCurrent = (corrects: string, first: Report | undefined): ReportProblem =>
  new DomainError(
    'conflict',
    'not-current',
    {
      zh: `${corrects} 不是当前有效的登记（有效的是 ${first?.reportId ?? '无'}）。`,
      en: `${corrects} is not the report that counts; that is ${first?.reportId ?? 'none'}.`,
    },
    { corrects, current: first?.reportId ?? null },
  );
const stillOrdering = (): ReportProblem =>
  new DomainError('conflict', 'still-ordering', {
    zh: '批次还没有锁单，没有货可以登记。请核对批次，锁单后再登记。',
    en: 'The run is not locked yet: there are no goods to speak of. Check which run it is; report once its orders are locked.',
  });
const closed = (): ReportProblem =>
  new DomainError('conflict', 'closed', { zh: '批次已结束，不再接受登记。', en: 'The run is closed and takes no more reports.' });
