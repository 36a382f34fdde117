import type { Report } from '@jielong/kernel';
import type { CountLine, GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { choicesFor } from './choices.js';
import { refuseContest, refuseDecision, refuseDiversion, refuseNote, refuseWrapUp } from './contradictions.js';
import { isOwn, receivers } from './notes.js';
import { unknownPlace } from './place-problems.js';
import * as problems from './report-problems.js';
import { bundlesOf, type RunSaid } from './said.js';

/**
 * The runs after this report; those that it does not concern are as they were. Order is not refused, contradiction is: an unknown place or
 * bundle, a step that was reported already, a run whose books are closed, goods that nobody has set out to buy. Counts are judged by the
 * ledger. `bus`: the one that was spoken to, if it was one.
 */
export function hear(runs: readonly RunSaid[], report: LogisticsStepReport, bus?: string): RunSaid[] {
  const concerned = runs.filter((run) => concerns(run, report));
  if (!concerned.length) throw unknownPlace(report, choicesFor(runs, report, bus));
  if (concerned.every(({ ended }) => ended)) throw problems.closed();
  const locked = concerned.filter(({ purchases }) => purchases.length > 0); // another run on the bus may still be taking orders
  if (!locked.length) throw problems.stillOrdering();
  if (report.step === 'noteGoods') refuseUnheard(locked, receivers(report));
  refuseBundles(locked, report);
  const heard = report.corrects === undefined ? locked : correctedIn(locked, report);
  if (heard.some(({ ended }) => ended)) throw problems.closed();
  for (const run of heard) refuseContradiction(run, report);
  return runs.map((run) => (heard.includes(run) ? tell(run, report) : run));
}

/** What leaves one run comes to another: both hear it, or neither. */
function refuseUnheard(heard: readonly RunSaid[], runs: readonly string[]): void {
  const unheard = runs.find((id) => !heard.some(({ run }) => run === id));
  if (unheard !== undefined) throw problems.notReceiving(unheard);
  const over = heard.find(({ run, ended }) => ended && runs.includes(run));
  if (over) throw problems.receiverClosed(over.run);
}

/** Whether it speaks of this run: of a bus on which its goods are, of a stop or point of its own. */
export function concerns({ trips, stops, points }: RunSaid, { step, at }: LogisticsStepReport): boolean {
  const places = {
    confirmLoading: trips,
    divertTrip: trips,
    confirmHandoff: stops,
    contestHandoff: stops,
    decideDispute: stops,
    closePickup: points,
    noteGoods: undefined,
    wrapUp: undefined,
    disposeRemainder: undefined,
  }[step];
  return !places || places.some(({ id }) => id === at);
}

/** A correction of what was said of a bus is for those of its runs that are open and whose lines it names; without lines, for whom it corrects. */
function correctedIn(runs: readonly RunSaid[], report: LogisticsStepReport): readonly RunSaid[] {
  if (report.step !== 'confirmLoading' && report.step !== 'divertTrip') return runs;
  const { lines = [], at, step, corrects } = report;
  const named = runs.filter((run) => lines.some((line) => (line.run ?? run.run) === run.run && bundlesOf(run).includes(line.bundle)));
  const said = step === 'confirmLoading' ? 'loading' : 'diversion';
  const isCurrent = ({ trips }: RunSaid): boolean => trips.some((trip) => trip.id === at && trip[said]?.reportId === corrects);
  const open = runs.filter(({ ended }) => !ended);
  const current = open.filter(isCurrent);
  return named.length ? named : current.length ? current : open;
}

function refuseContradiction(run: RunSaid, report: LogisticsStepReport): void {
  const stop = run.stops.find(({ id }) => id === report.at);
  if (report.step === 'contestHandoff' && stop) refuseContest(stop, report);
  if (report.step === 'decideDispute' && stop) refuseDecision(stop);
  if (report.step === 'divertTrip') refuseDiversion(run, report);
  if (report.step === 'noteGoods') refuseNote(run, report);
  if (report.step === 'wrapUp') refuseWrapUp(run, report);
}

/** The run after a report that concerns it and was accepted. */
export function tell(run: RunSaid, report: LogisticsStepReport): RunSaid {
  const at = <It extends { id: string }>(places: readonly It[], said: (it: It) => It): It[] =>
    places.map((it) => (it.id === report.at ? said(it) : it));
  switch (report.step) {
    case 'confirmLoading':
      return { ...run, trips: at(run.trips, (trip) => ({ ...trip, loading: inPlaceOf(trip.loading, report) })) };
    case 'divertTrip':
      return { ...run, trips: at(run.trips, (trip) => ({ ...trip, diversion: inPlaceOf(trip.diversion, report) })) };
    case 'confirmHandoff':
      return { ...run, stops: at(run.stops, (stop) => ({ ...stop, handoff: inPlaceOf(stop.handoff, report) })) };
    case 'contestHandoff':
      return { ...run, stops: at(run.stops, (stop) => ({ ...stop, contest: inPlaceOf(stop.contest, report) })) };
    case 'decideDispute':
      return { ...run, stops: at(run.stops, (stop) => ({ ...stop, decision: inPlaceOf(stop.decision, report) })) };
    case 'noteGoods':
      return { ...run, notes: among(run.notes ?? [], { ...report, closedBefore: closedPoints(run) }, isOwn(run, report)) };
    case 'closePickup':
      return { ...run, points: at(run.points, (point) => ({ ...point, close: inPlaceOf(point.close, report) })) };
    case 'wrapUp':
      return { ...run, wrapUp: { report: inPlaceOf(run.wrapUp?.report, report), listed: run.wrapUp?.listed ?? false } };
    case 'disposeRemainder':
      return { ...run, disposal: inPlaceOf(run.disposal, report) };
  }
}

const closedPoints = ({ points }: RunSaid): string[] => points.flatMap(({ id, close }) => (close ? [id] : []));

/** A step is reported once; a later report replaces the one that counts only if it names it. */
function inPlaceOf<Said extends Report>(first: Said | undefined, report: Said): Said {
  if (first && report.corrects === undefined) throw problems.alreadyReported(first);
  if (report.corrects !== undefined && report.corrects !== first?.reportId) throw problems.notCurrent(report.corrects, first);
  return report;
}

/** What may be said any number of times; a correction replaces the one that it names, of which whoever gets something only now has not heard. */
function among<Said extends Report>(said: readonly Said[], report: Said, isSpeaker: boolean): Said[] {
  const first = said.find(({ reportId }) => reportId === report.corrects);
  if (report.corrects !== undefined && !first && isSpeaker) throw problems.notCurrent(report.corrects, undefined);
  const byId = (a: Said, b: Said): number => (a.reportId < b.reportId ? -1 : 1);
  return [...said.filter((it) => it !== first), report].sort(byId);
}

const ownRunOf = (report: LogisticsStepReport): string | undefined => (report.step === 'noteGoods' ? report.of : undefined);

function refuseBundles(runs: readonly RunSaid[], report: LogisticsStepReport): void {
  const named = bundlesIn(report);
  for (const line of named) {
    const dealing = runs.filter((run) => (line.run ?? run.run) === run.run && bundlesOf(run).includes(line.bundle));
    if (!dealing.length) throw problems.unknownBundle(line.bundle, line.run === ownRunOf(report) ? undefined : line.run);
    if (dealing.length > 1) throw problems.whichRun(line.bundle, dealing);
  }
  const counts = countsIn(report);
  const twice = counts.find((line, i) => counts.slice(i + 1).some((it) => isSame(line, it)));
  if (twice) throw problems.namedTwice(twice.bundle);
  const beyond = counts.find(({ portions, surplus = 0 }) => portions !== undefined && surplus > portions);
  if (beyond) throw problems.moreSurplusThanCounted(beyond.bundle);
}

/** Lines of a count, of which there is one for each bundle. */
function countsIn(report: LogisticsStepReport): readonly CountLine[] {
  if (report.step === 'decideDispute') return typeof report.counts === 'string' ? [] : report.counts;
  return 'lines' in report && report.step !== 'disposeRemainder' ? (report.lines ?? []) : [];
}

function bundlesIn(report: LogisticsStepReport): readonly Pick<CountLine, 'run' | 'bundle'>[] {
  if (report.step === 'closePickup' || report.step === 'wrapUp') return Object.keys(report.left ?? {}).map((bundle) => ({ bundle }));
  if (report.step === 'noteGoods') return report.events.flatMap((event) => bundlesOfEvent(event, report.of));
  return report.step === 'disposeRemainder' ? (report.lines ?? []) : countsIn(report);
}

function bundlesOfEvent(event: GoodsEvent, run: string | undefined): Pick<CountLine, 'run' | 'bundle'>[] {
  const { bundle } = event;
  if (event.what === 'sorted') return [bundle, event.into.bundle].map((it) => ({ run, bundle: it }));
  return [{ run, bundle }, ...(event.what === 'passed-on' ? [{ run: event.to.run, bundle }] : [])];
}

const isSame = (a: Pick<CountLine, 'run' | 'bundle'>, b: Pick<CountLine, 'run' | 'bundle'>): boolean =>
  a.bundle === b.bundle && (a.run === undefined || b.run === undefined || a.run === b.run);
