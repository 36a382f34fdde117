import { stepKey, type Report } from '@jielong/kernel';
import type {
  ClosePickup,
  ConfirmHandoff,
  ConfirmLoading,
  ContestHandoff,
  DecideDispute,
  DisposeRemainder,
  DivertTrip,
  NoteGoods,
  WrapUp,
} from '@jielong/logistics-contract';

/** Whole portions by bundle. */
export type Portions = Readonly<Record<string, number>>;

/** In whose name something is booked. */
export type Speaker = Pick<Report, 'reportId' | 'enteredBy' | 'evidence'>;

/** Everything that has been said about the goods of one run: the ledger follows from it, in whichever order it was heard. */
export interface RunSaid {
  readonly run: string;
  /** Its books are closed: nothing more is heard. */
  readonly ended?: boolean | undefined;
  /** Called off: nothing more is handed out, and what nobody has reported has not happened. */
  readonly calledOff?: boolean | undefined;
  readonly purchases: readonly PurchaseSaid[];
  /** In the order in which they were planned. */
  readonly trips: readonly TripSaid[];
  /** In the order of the road. */
  readonly stops: readonly StopSaid[];
  readonly points: readonly PointSaid[];
  /** In the order of their ids: in which order they were heard makes no difference, but for points that were counted before. */
  readonly notes?: readonly Noted[] | undefined;
  readonly wrapUp?: WrapUpSaid | undefined;
  readonly disposal?: DisposeRemainder | undefined;
}
/** What was noted, and the points that had been counted as closed by then: what leaves them later was part of what was left. */
export interface Noted extends NoteGoods {
  readonly closedBefore?: readonly string[] | undefined;
}
export interface WrapUpSaid {
  readonly report: WrapUp;
  /** Everybody who is not excepted has been handed out to. */
  readonly listed: boolean;
}
export interface PurchaseSaid {
  readonly id: string;
  /** What people call it: the supplier, the bus, the pickup point. */
  readonly name?: string | undefined;
  readonly lines: Readonly<Record<string, { readonly expected: number; readonly bought: number | null }>>;
  readonly said?: Speaker | undefined;
}
export interface TripSaid {
  readonly id: string;
  readonly name?: string | undefined;
  /** What this bus is to take of the run; left out: whatever is there. */
  readonly expected?: Portions | undefined;
  readonly loading?: ConfirmLoading | undefined;
  readonly diversion?: DivertTrip | undefined;
}
export interface StopSaid {
  readonly id: string;
  readonly trip: string;
  readonly point: string;
  /** Its share by the allocation; what is not named is not known yet. */
  readonly planned: Portions;
  /** All orders of its point have moved: no bus comes there. */
  readonly givenUp?: boolean | undefined;
  /** The first count. */
  readonly handoff?: ConfirmHandoff | undefined;
  readonly contest?: ContestHandoff | undefined;
  readonly decision?: DecideDispute | undefined;
}
export interface PointSaid {
  readonly id: string;
  readonly name?: string | undefined;
  /** What its pickups come to. */
  readonly handedOut: Portions;
  /** Somebody is still to collect there. */
  readonly isAwaited?: boolean | undefined;
  /** What was not in the bags that it gave, or not fit to use: by what it turned out to be. */
  readonly notInBags?: { readonly missing: Portions; readonly damaged: Portions } | undefined;
  /** What households brought back after it was counted as closed. */
  readonly cameBack?: Portions | undefined;
  readonly close?: ClosePickup | undefined;
}

/** A step that somebody has spoken for: its own report, or the later one that made it superfluous. */
export interface Spoken {
  readonly speaker: Speaker;
  readonly assumed: boolean;
}
const own = (speaker: Speaker | undefined): Spoken | undefined => speaker && { speaker, assumed: false };
const instead = (spoken: Spoken | undefined): Spoken | undefined => spoken && { ...spoken, assumed: true };
const firstOf = (spoken: readonly (Spoken | undefined)[]): Spoken | undefined => spoken.find((it) => it !== undefined);

/** The handoff as it counts: as it was first reported, until somebody has decided for another count. */
export function handoffOf({ handoff, contest, decision }: StopSaid): ConfirmHandoff | undefined {
  if (!handoff || !decision || decision.counts === 'first') return handoff;
  const { reportId, enteredBy, evidence, counts } = decision;
  return { ...handoff, reportId, enteredBy, evidence, lines: counts === 'second' ? contest?.lines : counts };
}

/** Whoever says what becomes of the rest says that pickup is over; who closes a point says that its goods had come, and so on back to the purchase. */
export const closing = (run: RunSaid, { close }: PointSaid): Spoken | undefined =>
  own(close) ?? (run.calledOff ? undefined : instead(own(run.wrapUp?.report) ?? own(run.disposal)));

/** The bus went elsewhere before it came here, or is not to come. */
export const isPassedBy = (run: RunSaid, { handoff, trip, givenUp }: StopSaid): boolean =>
  !handoff && (givenUp === true || run.trips.some(({ id, diversion }) => id === trip && diversion !== undefined));

export const handingOff = (run: RunSaid, stop: StopSaid): Spoken | undefined => {
  if (isPassedBy(run, stop)) return undefined;
  return own(handoffOf(stop)) ?? instead(firstOf(run.points.filter(({ id }) => id === stop.point).map((it) => closing(run, it))));
};

/** Buses from which goods have come onto this one. */
export const cameFrom = (run: RunSaid, trip: TripSaid): TripSaid[] =>
  run.trips.filter(({ diversion }) => typeof diversion?.to === 'object' && diversion.to.trip === trip.id);

export const loading = (run: RunSaid, trip: TripSaid): Spoken | undefined =>
  own(trip.loading) ??
  instead(
    firstOf([
      ...run.stops.filter((stop) => stop.trip === trip.id).map((stop) => handingOff(run, stop)),
      ...[trip, ...cameFrom(run, trip)].map(({ diversion }) => own(diversion)),
    ]),
  );

export const purchasing = (run: RunSaid, { said }: PurchaseSaid): Spoken | undefined =>
  own(said) ?? instead(firstOf(run.trips.map((trip) => loading(run, trip))));

/** Every step before disposal that has been spoken for, by its key. */
export function spokenFor(run: RunSaid): { readonly key: string; readonly spoken: Spoken }[] {
  const steps: [string, string, Spoken | undefined][] = [
    ...run.purchases.map((it): [string, string, Spoken | undefined] => ['confirmPurchase', it.id, purchasing(run, it)]),
    ...run.trips.map((it): [string, string, Spoken | undefined] => ['confirmLoading', it.id, loading(run, it)]),
    ...run.stops.map((it): [string, string, Spoken | undefined] => ['confirmHandoff', it.id, handingOff(run, it)]),
    ...run.points.map((it): [string, string, Spoken | undefined] => ['closePickup', it.id, closing(run, it)]),
  ];
  return steps.flatMap(([step, at, spoken]) => (spoken ? [{ key: stepKey(step, at), spoken }] : []));
}

/** The steps that nobody had reported and that this report has booked. */
export const assumedBy = (run: RunSaid, reportId: string): string[] =>
  spokenFor(run).flatMap(({ key, spoken }) => (spoken.assumed && spoken.speaker.reportId === reportId ? [key] : []));

/** Stops whose handoff is contested, and nobody has decided. */
export const disputesOf = ({ stops }: RunSaid): string[] =>
  stops.flatMap(({ id, contest, decision }) => (contest && !decision ? [id] : []));

/** What the run deals in, in the order of their codes. */
export const bundlesOf = (run: RunSaid): string[] => [...new Set(run.purchases.flatMap(({ lines }) => Object.keys(lines)))].sort();
