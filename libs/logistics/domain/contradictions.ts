import type { ContestHandoff, DivertTrip, GoodsEvent, NoteGoods, Place, WrapUp } from '@jielong/logistics-contract';
import { place } from './book.js';
import { choiceOf, choicesOfKind } from './choices.js';
import { isOwn, passedOnTo, placesMeant } from './notes.js';
import { movesNowhere, noSuchPlace, type Whereabouts, whichPlace, whichPoint } from './place-problems.js';
import * as problems from './report-problems.js';
import { cameFrom, closing, handingOff, isPassedBy, type RunSaid, type StopSaid } from './said.js';

/** The other party counts again, once, after the first count and before a decision. */
export function refuseContest({ handoff, decision }: StopSaid, { doneBy, countedBy }: ContestHandoff): void {
  if (!handoff) throw problems.nothingHandedOver();
  if (decision) throw problems.alreadyDecided(decision.reportId);
  const counters = [doneBy, ...('person' in countedBy ? [countedBy.person] : [])];
  if (counters.includes(handoff.doneBy)) throw problems.ownCount(handoff.reportId);
}

export function refuseDecision({ contest }: StopSaid): void {
  if (!contest) throw problems.noDispute();
}

/** Goods go to a bus that is planned for the run, and not round and round. */
export function refuseDiversion(run: RunSaid, { at, to }: DivertTrip): void {
  const stops = run.stops.filter(({ trip }) => trip === at);
  if (stops.length > 0 && stops.every(({ handoff }) => handoff)) throw problems.nothingOnBoard();
  if (typeof to !== 'object') return;
  const [source, target] = [run.trips.find(({ id }) => id === at), run.trips.find(({ id }) => id === to.trip)];
  if (!target) throw problems.unplannedTrip(to.trip, run.run);
  if (source && before(run, source.id).has(target.id)) throw problems.inACircle(target.id);
}

/** The bus itself, and all from which goods have come onto it. */
function before(run: RunSaid, trip: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const own = run.trips.find(({ id }) => id === trip);
  if (!own || seen.has(trip)) return seen;
  return cameFrom(run, own).reduce<ReadonlySet<string>>((all, { id }) => before(run, id, all), new Set([...seen, trip]));
}

export function refuseNote(run: RunSaid, note: NoteGoods): void {
  const { events, corrects } = note;
  if (!isOwn(run, note)) return refuseCarriedIn(run, events);
  if (!events.length && corrects === undefined) throw problems.nothingNoted();
  for (const event of events) {
    const at = onlyPlace(run, event);
    if (event.what === 'sorted' && event.into.bundle === event.bundle) throw problems.nothingNoted();
    if (event.what === 'moved') refuseMove(run, event, at);
    if (event.what === 'passed-on' && event.to.run === run.run) throw problems.passedToItself();
  }
}

function refuseCarriedIn(run: RunSaid, events: readonly GoodsEvent[]): void {
  for (const event of events) {
    const to = passedOnTo(run, event);
    if (!to) continue;
    const at = onlyPlace(run, { ...to, bundle: event.bundle });
    if (isPast(run, place(to.at, at))) throw problems.tooLateFor(run.run, to);
  }
}

/** Somebody has counted there for the last time: what comes after that is part of their count. */
function isPast(run: RunSaid, { kind, ref }: Place): boolean {
  if (kind === 'pickup-point') return run.points.some((point) => point.id === ref && closing(run, point) !== undefined);
  if (kind === 'bus') return run.stops.filter(({ trip }) => trip === ref).every((stop) => handingOff(run, stop) ?? isPassedBy(run, stop));
  return run.disposal !== undefined;
}

/** The place that is meant; refuses where it might be several, or none. */
function onlyPlace(run: RunSaid, event: Whereabouts): string {
  const [only, ...others] = placesMeant(run, event);
  const choices = choicesOfKind(run, event.at);
  if (only === undefined) throw noSuchPlace(event, event.ref, choices);
  if (!others.length) return only;
  throw whichPlace(
    event,
    choices.filter(({ id }) => id === only || others.includes(id)),
  );
}

type Moved = Extract<GoodsEvent, { what: 'moved' }>;
function refuseMove({ points }: RunSaid, event: Moved, from: string): void {
  if (event.to === from) throw movesNowhere(event.bundle, event.to);
  if (!points.some(({ id }) => id === event.to)) throw noSuchPlace(event, event.to, points.map(choiceOf));
}

export function refuseWrapUp({ calledOff, disposal, points, wrapUp }: RunSaid, { left }: WrapUp): void {
  if (calledOff) throw problems.calledOff();
  if (disposal) throw problems.alreadyDisposed(disposal);
  if (wrapUp?.listed) throw problems.alreadyHandedOut(wrapUp.report);
  if (left && points.length > 1) throw whichPoint(points.map(choiceOf));
}
