import { countOf, drawnBy, sum, type Count, type Taker } from './counts.js';
import { place } from './book.js';
import type { Notes } from './notes.js';
import {
  cameFrom,
  handingOff,
  handoffOf,
  isPassedBy,
  loading,
  type PointSaid,
  type RunSaid,
  type StopSaid,
  type TripSaid,
} from './said.js';

interface Drawn {
  readonly portions: number;
  /** They say it of all of it. */
  readonly isWhole: boolean;
}

/** What later counts say of earlier places, of one bundle: how much must have been there. */
export class Demand {
  constructor(
    private readonly run: RunSaid,
    private readonly bundle: string,
    private readonly notes: Notes,
  ) {}

  countOf = (report: { readonly lines?: Parameters<typeof countOf>[0] } | undefined): Count =>
    countOf(report?.lines, this.run.run, this.bundle);
  stopsOf = ({ id }: TripSaid): StopSaid[] =>
    this.run.stops.filter(({ trip, givenUp, handoff }) => trip === id && (handoff !== undefined || !givenUp));

  /** How much purchases that nobody reported must have brought, where others brought `said`. */
  wanted(said: number, expected: readonly number[]): number {
    const drawn = this.run.trips.map((trip) => this.keptBy(trip));
    const noted = sum(this.run.purchases.map(({ id }) => this.notes.net(place('supplier', id))));
    const counted = Math.max(0, sum(drawn.map(({ portions }) => portions)) + noted - said);
    const isWhole = drawn.length > 0 && drawn.every(({ isWhole: whole }) => whole);
    return isWhole ? counted : Math.max(counted, sum(expected));
  }

  /** Buses at a supplier. One that got its goods from another bus asks for nothing there, unless it was loaded too. */
  tripTaker = (trip: TripSaid): Taker => {
    const [spoken, counted] = [loading(this.run, trip) !== undefined, drawnBy(this.countOf(trip.loading))];
    if (isLoadedByOthers(this.run, trip)) return { spoken, counted: undefined, planned: 0, needed: 0 };
    const onwards = this.run.trips.filter((it) => isLoadedByOthers(this.run, it) && cameFrom(this.run, it).includes(trip));
    const pickedUp = sum([trip, ...onwards].map(this.pickedUpFrom)) - this.cameOnto(trip);
    const planned = trip.expected?.[this.bundle];
    return { spoken, counted, planned, needed: Math.max(this.drawnFor(trip).portions, pickedUp) };
  };

  stopTaker = (stop: StopSaid): Taker => {
    const [spoken, count] = [handingOff(this.run, stop) !== undefined, this.countOf(handoffOf(stop))];
    const needed = isPassedBy(this.run, stop) ? 0 : Math.max(0, this.neededAt(stop.point) - count.surplus);
    return { spoken, counted: drawnBy(count), planned: stop.planned[this.bundle], needed };
  };

  /** What a bus must have had for what its stops counted, or handed out. */
  neededOn = (trip: TripSaid): number => Math.max(this.unloadedBy(trip), this.pickedUpFrom(trip));

  private pickedUpFrom = (trip: TripSaid): number =>
    sum(
      this.stopsOf(trip)
        .filter((stop) => !isPassedBy(this.run, stop))
        .map(({ point }) => this.neededAt(point)),
    );

  /** What the stops of a bus, and notes, say that it has had. */
  private unloadedBy = (trip: TripSaid): number =>
    Math.max(0, sum(this.stopsOf(trip).map((stop) => drawnBy(this.countOf(handoffOf(stop))) ?? 0)) + this.notes.net(place('bus', trip.id)));

  /** What the first counts after the shop say that a bus took from there. */
  private drawnFor(trip: TripSaid): Drawn {
    const count = this.countOf(trip.loading);
    const counted = drawnBy(count);
    if (counted !== undefined) return { portions: counted, isWhole: true };
    const stops = this.stopsOf(trip).map((stop) => drawnBy(this.countOf(handoffOf(stop))));
    const needed = this.unloadedBy(trip) + (trip.diversion ? (this.passedOn(trip) ?? 0) : 0) - this.cameOnto(trip) - count.surplus;
    const isAlone = !trip.diversion && !cameFrom(this.run, trip).length;
    return {
      portions: count.missing + count.damaged + Math.max(0, needed),
      isWhole: isAlone && stops.length > 0 && stops.every((it) => it !== undefined),
    };
  }

  /** The same, less what it has brought back for others to take. */
  private keptBy(trip: TripSaid): Drawn {
    const drawn = this.drawnFor(trip);
    if (!trip.diversion || typeof trip.diversion.to === 'object') return drawn;
    const back = this.passedOn(trip);
    return { portions: Math.max(0, drawn.portions - (back ?? 0)), isWhole: drawn.isWhole && back !== undefined };
  }

  /** What a bus has passed on when it was diverted, as far as counts say it; undefined where they say nothing. */
  private passedOn(trip: TripSaid): number | undefined {
    const [counted, loaded] = [drawnBy(this.countOf(trip.diversion)), this.countOf(trip.loading).portions];
    if (counted !== undefined) return counted;
    if (loaded !== undefined) return Math.max(0, loaded + this.cameOnto(trip) - this.unloadedBy(trip));
    const target = this.run.trips.find((it) => cameFrom(this.run, it)[0] === trip);
    if (!target) return undefined;
    const onwards = drawnBy(this.countOf(target.diversion)) ?? 0;
    return Math.max(0, this.unloadedBy(target) + onwards - (this.countOf(target.loading).portions ?? 0));
  }

  private cameOnto = (trip: TripSaid): number => sum(cameFrom(this.run, trip).map((source) => this.passedOn(source) ?? 0));

  /** What a point must have had for what was handed out and noted there. */
  private neededAt(point: string): number {
    const given = sum(this.run.points.filter(({ id }) => id === point).map((it) => givenBy(it, this.bundle)));
    return Math.max(0, given + this.notes.net(place('pickup-point', point)));
  }
}

/** What has gone over the counter, whether it was in the bag or not. */
const givenBy = ({ handedOut, notInBags }: PointSaid, bundle: string): number =>
  sum([handedOut, notInBags?.missing, notInBags?.damaged].map((portions) => portions?.[bundle] ?? 0));

/** Nobody has said that it was loaded at a supplier; its goods came from another bus. */
export const isLoadedByOthers = (run: RunSaid, trip: TripSaid): boolean => !trip.loading && cameFrom(run, trip).length > 0;

/** Buses as they were planned, but none before those from which goods have come onto it. */
export function inTurn(run: RunSaid): TripSaid[] {
  const turn: TripSaid[] = [];
  for (let left = [...run.trips]; left.length; left = left.filter((trip) => !turn.includes(trip))) {
    const next = left.find((trip) => cameFrom(run, trip).every((source) => turn.includes(source)));
    if (!next) return [...turn, ...left]; // in a circle: refused when it is said
    turn.push(next);
  }
  return turn;
}
