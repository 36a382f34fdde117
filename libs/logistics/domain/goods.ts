import { DomainError, stepKey } from '@jielong/kernel';
import { inFlightKinds, type Place, type PointState } from '@jielong/logistics-contract';
import type { Movement } from './book.js';
import { sum } from './counts.js';
import { ledger } from './custody.js';
import { closing, handingOff, isPassedBy, loading, spokenFor, type RunSaid, type StopSaid } from './said.js';
import type { StopState, TripStage } from './stages.js';

/** Portions that are neither with a household nor disposed of. */
export const inFlightOf = (run: RunSaid): number => {
  const isInFlight = ({ kind }: Place): boolean => inFlightKinds.includes(kind);
  const booked = ledger(run).map(({ from, to, portions }) => portions * (Number(isInFlight(to)) - Number(isInFlight(from))));
  return sum(booked) - handedOutOf(run);
};

export const handedOutOf = ({ points }: RunSaid): number => sum(points.flatMap(({ handedOut }) => Object.values(handedOut)));

/** Keys of the steps that nobody needs to be asked for any more. Nothing left is disposed of by itself. */
export function doneSteps(run: RunSaid): string[] {
  const idle = run.points.filter((point) => isIdle(run, point));
  const isOver = run.points.length > idle.length && run.points.every((point) => idle.includes(point) || isClosed(run, point));
  const disposed = run.disposal !== undefined || (isOver && inFlightOf(run) === 0);
  const keys = [
    ...spokenFor(run).map(({ key }) => key),
    ...run.stops.filter((stop) => isPassedBy(run, stop)).map(({ id }) => stepKey('confirmHandoff', id)),
    ...idle.map(({ id }) => stepKey('closePickup', id)),
    ...run.stops.filter(({ decision }) => decision).map(({ id }) => stepKey('decideDispute', id)),
    ...(run.calledOff ? calledOffSteps(run) : []),
    ...(disposed ? [stepKey('disposeRemainder')] : []),
  ];
  return [...new Set(keys)];
}

/** Nobody buys, loads or hands out for a run that is called off; a bus that has its goods still says where it leaves them. */
function calledOffSteps(run: RunSaid): string[] {
  const laden = new Set(ladenOf(run));
  return [
    ...run.purchases.map(({ id }) => stepKey('confirmPurchase', id)),
    ...run.trips.map(({ id }) => stepKey('confirmLoading', id)),
    ...run.stops.filter(({ trip }) => !laden.has(trip)).map(({ id }) => stepKey('confirmHandoff', id)),
    ...run.points.map(({ id }) => stepKey('closePickup', id)),
  ];
}

/** Trips whose bus has goods of the run. */
function ladenOf(run: RunSaid): string[] {
  const movements = ledger(run);
  const held = (trip: string) =>
    sum(movements.map(({ from, to, portions }) => portions * (Number(isBus(to, trip)) - Number(isBus(from, trip)))));
  return run.trips.map(({ id }) => id).filter((trip) => held(trip) > 0);
}
const isBus = ({ kind, ref }: Place, trip: string): boolean => kind === 'bus' && ref === trip;

/** Nothing is handed out there any more. */
export const isClosed = (run: RunSaid, point: RunSaid['points'][number]): boolean => run.calledOff || closing(run, point) !== undefined;

/** Nobody is to collect there, nothing is there, and no bus comes: all its orders have moved elsewhere. */
function isIdle(run: RunSaid, { id, isAwaited = true, close }: RunSaid['points'][number]): boolean {
  if (isAwaited || close || !run.stops.length) return false;
  if (run.stops.some((stop) => stop.point === id && !isPassedBy(run, stop))) return false;
  return Object.values(deliveredTo(run, ledger(run), id)).every((portions) => portions === 0);
}

/** What a point has come to have for households, pickups not taken off: by bundle. What was not in its bags it never had. */
export const deliveredTo = ({ points }: RunSaid, movements: readonly Movement[], pointId: string): Record<string, number> => {
  const delivered: Record<string, number> = {};
  const notInBags = points.flatMap((point) => (point.id === pointId && point.notInBags ? Object.values(point.notInBags) : []));
  for (const [bundle, portions] of notInBags.flatMap((lost) => Object.entries(lost)))
    delivered[bundle] = (delivered[bundle] ?? 0) - portions;
  const isHere = ({ kind, ref }: Place) => kind === 'pickup-point' && ref === pointId;
  for (const { bundle, kind, from, to, portions } of movements) {
    if (kind === 'dispose' || !(isHere(from) || isHere(to))) continue;
    delivered[bundle] = (delivered[bundle] ?? 0) + (isHere(to) ? portions : -portions);
  }
  return delivered;
};

/**
 * What is known to come to each point: bought, what it will have once everybody who has not spoken yet says "as expected", and what waits
 * elsewhere because its bus was diverted.
 * A new allocation is due when a report changes it.
 */
export function outlookOf(run: RunSaid): unknown {
  const received = ledger(run).filter(({ kind }) => kind === 'receive');
  const ahead = aheadOf(run);
  return {
    received: totals(received),
    // What one bus has left behind is promised to nobody, until the last of several has taken it.
    taken: run.trips.length > 1 && run.trips.every((trip) => loading(run, trip)),
    waiting: totals([...ahead.filter(({ to }) => isWaiting(to)), ...ahead.filter(({ from }) => isWaiting(from)).map(taken)]),
    points: run.points.map(({ id }) =>
      Object.entries(deliveredTo(run, ahead, id))
        .filter(([, portions]) => portions !== 0)
        .sort(),
    ),
    // Of a run that is called off everybody keeps what they have fetched, and is promised nothing else.
    kept: run.calledOff ? run.points.flatMap(keptFrom) : [],
  };
}

const keptFrom = ({ id, handedOut }: RunSaid['points'][number]): (readonly [string, string, number])[] =>
  Object.entries(handedOut)
    .filter(([, portions]) => portions !== 0)
    .sort()
    .map(([bundle, portions]) => [id, bundle, portions]);

const isWaiting = ({ kind }: Place): boolean => kind === 'supplier' || kind === 'store' || kind === 'bus';
const taken = (movement: Movement): Movement => ({ ...movement, portions: -movement.portions });

/** Where "as expected" would contradict what others have counted or picked up, only what has come is known. */
function aheadOf(run: RunSaid): Movement[] {
  const stops = run.stops.map((stop) =>
    handingOff(run, stop) || isPassedBy(run, stop) ? stop : { ...stop, handoff: expectedHandoff(stop) },
  );
  try {
    return ledger({ ...run, stops });
  } catch (error) {
    if (error instanceof DomainError) return ledger(run);
    throw error;
  }
}

const expectedHandoff = ({ id }: StopSaid) => ({
  reportId: '',
  step: 'confirmHandoff' as const,
  at: id,
  enteredBy: '',
  doneBy: '',
  channel: 'service' as const,
  occurredAt: null,
  evidence: 'assumed' as const,
  handedOverBy: { role: 'other' as const },
  receivedBy: { role: 'other' as const },
  counted: 'one' as const,
});

/** By bundle; what comes to nothing is not there. */
function totals(movements: readonly Movement[]): [string, number][] {
  const by = new Map<string, number>();
  for (const { bundle, portions } of movements) by.set(bundle, (by.get(bundle) ?? 0) + portions);
  return [...by].filter(([, portions]) => portions !== 0).sort();
}

/** Where a bus stands with all the runs that it serves. */
export function tripStageOf(runs: readonly RunSaid[], tripId: string): TripStage {
  const trips = runs.flatMap((run) => run.trips.filter(({ id }) => id === tripId).map((trip) => ({ run, trip })));
  const stops = runs.flatMap((run) => run.stops.filter(({ trip }) => trip === tripId).map((stop) => stopStateOf(run, stop)));
  const isOver = trips.length > 0 && trips.every(({ run }) => run.calledOff && !ladenOf(run).includes(tripId));
  if (isOver || (stops.length > 0 && stops.every((state) => state !== 'expected'))) return 'done';
  if (stops.some((state) => state !== 'expected') || trips.some(({ trip }) => trip.loading?.departed)) return 'under-way';
  return trips.some(({ run, trip }) => loading(run, trip)) ? 'loading' : 'planned';
}

export const stopStateOf = (run: RunSaid, stop: StopSaid): StopState => {
  if (isPassedBy(run, stop)) return 'passed-by';
  return handingOff(run, stop) ? 'handed-over' : 'expected';
};

/** Closed or cleared by what was said; whether it may open is for the allocation. */
export const pointStateOf = (run: RunSaid, point: RunSaid['points'][number]): PointState =>
  isClosed(run, point) ? (doneSteps(run).includes(stepKey('disposeRemainder')) ? 'cleared' : 'closed') : 'waiting';
