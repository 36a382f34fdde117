import { Book, keyOf, place, type Leg, type Movement } from './book.js';
import { dealt, drawnBy, shareOf, sum, type Count } from './counts.js';
import { Demand, inTurn, isLoadedByOthers } from './demand.js';
import { Notes } from './notes.js';
import { bundlesOf, closing, handingOff, handoffOf, loading, purchasing } from './said.js';
import type { PointSaid, RunSaid, Spoken, TripSaid } from './said.js';
import type { Place } from '@jielong/logistics-contract';

/**
 * The ledger of a run's goods is a function of what has been said: in which order it was heard, and how often, makes no difference.
 * A step that nobody reported is booked with the last known counts, in the name of the later one. Refuses what contradicts itself.
 */
export const ledger = (run: RunSaid): Movement[] => bundlesOf(run).flatMap((bundle) => new Journey(run, bundle).movements());

/** The way of one bundle: from the shop to the bus, from the bus to the gate, from there to households, and what became of the rest. */
class Journey {
  private readonly book: Book;
  private readonly notes: Notes;
  private readonly demand: Demand;
  private readonly trips: readonly TripSaid[];
  private readonly suppliers: readonly Place[];
  /** Where a bus is loaded: also what another has brought back. */
  private readonly shelves: readonly Place[];

  constructor(
    private readonly run: RunSaid,
    private readonly bundle: string,
  ) {
    this.book = new Book(bundle);
    this.notes = new Notes(run, bundle);
    this.demand = new Demand(run, bundle, this.notes);
    this.trips = inTurn(run);
    const noted = this.notes.suppliers();
    this.suppliers = run.purchases.filter(({ id, lines }) => bundle in lines || noted.includes(id)).map(({ id }) => place('supplier', id));
    this.shelves = [store, ...this.suppliers];
  }

  movements(): Movement[] {
    this.receive();
    this.suppliers.forEach((at) => this.note(at));
    this.trips.forEach((trip, i) => this.drive(trip, i));
    this.run.points.forEach(({ id }) => this.arrive(place('pickup-point', id)));
    this.carry();
    this.run.points.forEach((point) => this.handOut(point));
    this.run.points.forEach((point) => this.close(point));
    this.dispose();
    return this.book.movements;
  }

  /** What nobody reported as bought was bought as expected, unless somebody counted later. */
  private receive(): void {
    const purchases = this.run.purchases.flatMap((purchase) => {
      const [line, spoken] = [purchase.lines[this.bundle], purchasing(this.run, purchase)];
      return line && spoken ? [{ id: purchase.id, spoken, expected: line.expected, bought: line.bought ?? line.expected }] : [];
    });
    const unsaid = purchases.filter(({ spoken }) => spoken.assumed);
    const said = sum(purchases.filter(({ spoken }) => !spoken.assumed).map(({ bought }) => bought));
    const expected = unsaid.map((purchase) => purchase.expected);
    const assumed = dealt(this.demand.wanted(said, expected), expected);
    purchases.forEach(({ id, spoken, bought }) => {
      const portions = spoken.assumed ? (assumed[unsaid.findIndex((it) => it.id === id)] ?? 0) : bought;
      this.move(
        { kind: 'receive', step: 'confirmPurchase', from: place('source', 'purchase'), to: place('supplier', id), portions },
        spoken,
      );
    });
  }

  /** What was noted of a place: what came to it, then what left it. */
  private note(at: Place): void {
    for (const { leg, spoken } of [...this.notes.into(at), ...this.notes.outOf(at)]) this.move(leg, spoken);
  }

  /** A bus from the shop to its last stop, or to where it was diverted. */
  private drive(trip: TripSaid, index: number): void {
    this.load(trip, index);
    this.note(place('bus', trip.id));
    this.unload(trip);
    this.divert(trip);
  }

  private load(trip: TripSaid, index: number): void {
    const spoken = loading(this.run, trip);
    if (!spoken) return;
    const leg = { kind: 'load', step: 'confirmLoading', to: place('bus', trip.id) } as const;
    this.take(leg, this.shelves, this.demand.countOf(trip.loading), this.loadOf(trip, index), spoken);
  }

  /** What a bus takes as expected. Of one that got its goods from another bus, only what its stops counted beyond them. */
  private loadOf(trip: TripSaid, index: number): number {
    const held = this.heldIn(this.shelves);
    if (isLoadedByOthers(this.run, trip)) {
      return Math.min(held, Math.max(0, this.demand.neededOn(trip) - this.book.held(place('bus', trip.id))));
    }
    const takers = this.trips.map(this.demand.tripTaker);
    const isBack = trip.diversion && typeof trip.diversion.to !== 'object';
    return shareOf(isBack ? takers.map((taker) => ({ ...taker, counted: undefined, needed: 0 })) : takers, index, held);
  }

  /** When every stop has spoken the bus is empty: what nobody counted is missing. */
  private unload(trip: TripSaid): void {
    const stops = this.demand.stopsOf(trip);
    const [bus, takers] = [place('bus', trip.id), stops.map(this.demand.stopTaker)];
    stops.forEach((stop, i) => {
      const spoken = handingOff(this.run, stop);
      if (!spoken) return;
      const leg = { kind: 'hand-off', step: 'confirmHandoff', to: place('pickup-point', stop.point) } as const;
      this.take(leg, [bus], this.demand.countOf(handoffOf(stop)), shareOf(takers, i, this.book.held(bus)), spoken);
    });
    const spoken = stops.map((stop) => handingOff(this.run, stop));
    const last = spoken.at(-1);
    if (last && !trip.diversion && spoken.every(Boolean)) this.lose('confirmHandoff', bus, 'missing', this.book.held(bus), last);
  }

  /** All that is left on the bus goes elsewhere; where it was counted, the rest is missing. */
  private divert({ id, diversion }: TripSaid): void {
    if (!diversion) return;
    const [bus, count] = [place('bus', id), this.demand.countOf(diversion)];
    const spoken = { speaker: diversion, assumed: false };
    const kind = typeof diversion.to === 'object' ? 'load' : 'hand-off';
    this.take({ kind, step: 'divertTrip', to: this.divertedTo(diversion.to) }, [bus], count, this.book.held(bus), spoken);
    if (drawnBy(count) !== undefined) this.lose('divertTrip', bus, 'missing', this.book.held(bus), spoken);
  }

  private divertedTo(to: NonNullable<TripSaid['diversion']>['to']): Place {
    if (typeof to === 'object') return place('bus', to.trip);
    return (to === 'supplier' ? this.suppliers[0] : undefined) ?? store;
  }

  /** What came to a point on its own comes first, then what was carried between points, what households got, and what was lost or sorted. */
  private arrive(at: Place): void {
    for (const { leg, spoken } of this.notes.into(at)) this.move(leg, spoken);
  }

  /** From point to point, there and back again: whichever can go next goes; what cannot is more than there is. */
  private carry(): void {
    for (let left = this.notes.carried(); left.length;) {
      const next = left.find(({ leg }) => this.book.held(leg.from) >= leg.portions) ?? left[0];
      if (next) this.move(next.leg, next.spoken);
      left = left.filter((flow) => flow !== next);
    }
  }

  private handOut({ id, handedOut, notInBags }: PointSaid): void {
    const at = place('pickup-point', id);
    this.book.handOut(at, handedOut[this.bundle] ?? 0);
    this.book.handOut(at, notInBags?.missing[this.bundle] ?? 0, missing);
    this.book.handOut(at, notInBags?.damaged[this.bundle] ?? 0, damaged);
    for (const { leg, spoken } of this.notes.outOf(at)) this.move(leg, spoken);
  }

  /** Less than the books say is missing; more was missing before. More than that is no count but a slip of the pen, and refused. */
  private close(point: PointSaid): void {
    const [spoken, at, left] = [closing(this.run, point), place('pickup-point', point.id), this.leftAt(point)];
    if (!spoken || left === undefined) return;
    const held = this.book.held(at);
    const step = point.close ? 'closePickup' : 'wrapUp';
    this.lose(step, at, 'missing', held - left, spoken);
    const again = point.close ? left - held : Math.min(left - held, this.book.held(missing));
    this.move({ kind: 'find', step, from: missing, to: at, portions: again }, spoken);
    this.move({ kind: 'find', step, from: surplus, to: at, portions: left - held - again }, spoken);
    for (const flow of this.notes.outOfRest(at)) this.move(flow.leg, flow.spoken);
  }

  /** Counted at the close; or from paper once everybody on it has got theirs: that may be more than the books know of. */
  private leftAt({ close, cameBack }: PointSaid): number | undefined {
    const { wrapUp } = this.run;
    const counted = close ? close.left?.[this.bundle] : wrapUp?.listed ? wrapUp.report.left?.[this.bundle] : undefined;
    return counted === undefined ? undefined : counted + (cameBack?.[this.bundle] ?? 0);
  }

  /** As said; what is not named is returned where it is left, and written off where it is damaged or missing. */
  private dispose(): void {
    const { disposal, trips, points } = this.run;
    if (!disposal) return;
    const left = [...this.shelves, ...trips.map(({ id }) => place('bus', id)), ...points.map(({ id }) => place('pickup-point', id))];
    const places = { left, damaged: [damaged], missing: [missing] } as const;
    const spoken = { speaker: disposal, assumed: false };
    const leg = { kind: 'dispose', step: 'disposeRemainder' } as const;
    for (const line of disposal.lines ?? []) {
      if (line.bundle === this.bundle) this.draw({ ...leg, to: place(line.to) }, places[line.place], line.portions, spoken);
    }
    this.draw({ ...leg, to: place('returned') }, left, this.heldIn(left), spoken);
    this.draw({ ...leg, to: place('written-off') }, [damaged, missing], this.heldIn([damaged, missing]), spoken);
  }

  private take(leg: Omit<Leg, 'from' | 'portions'>, from: readonly Place[], count: Count, expected: number, spoken: Spoken): void {
    const lost = { kind: 'lose', step: leg.step } as const;
    this.draw({ ...lost, to: missing }, from, count.missing, spoken);
    this.draw({ ...lost, to: damaged }, from, count.damaged, spoken);
    const fit = count.portions === undefined ? expected - count.missing - count.damaged : count.portions - count.surplus;
    this.draw(leg, from, fit, spoken);
    this.move({ kind: 'find', step: leg.step, from: surplus, to: leg.to, portions: count.surplus }, spoken);
  }

  /** From one place after the other; the last one answers for what none of them has. */
  private draw(leg: Omit<Leg, 'from' | 'portions'>, from: readonly Place[], portions: number, spoken: Spoken): void {
    const each = dealt(
      portions,
      from.map((it) => this.book.held(it)),
    );
    from.forEach((it, i) => this.move({ ...leg, from: it, portions: each[i] ?? 0 }, spoken));
  }

  private lose(step: Leg['step'], from: Place, to: 'missing' | 'damaged', portions: number, spoken: Spoken): void {
    this.move({ kind: 'lose', step, from, to: place(to), portions }, spoken);
  }

  private move = (leg: Leg, spoken: Spoken): void => this.book.move(leg, spoken);
  private heldIn = (places: readonly Place[]): number => sum(places.map((it) => this.book.held(it)));
}

const store = place('store');
const surplus = place('source', 'surplus');
const missing = place('missing');
const damaged = place('damaged');

export type Entry<Booked extends Movement = Movement> =
  (Movement & { readonly reverses?: undefined }) | (Omit<Booked, 'kind'> & { readonly kind: 'reverse'; readonly reverses: Booked });

/** What to append so that a ledger that says `before` says `after`: nothing is edited or deleted. */
export function difference<Booked extends Movement>(before: readonly Booked[], after: readonly Movement[]): Entry<Booked>[] {
  const wanted = new Map<string, Movement[]>();
  for (const movement of after) wanted.set(identityOf(movement), [...(wanted.get(identityOf(movement)) ?? []), movement]);
  const gone = before.filter((movement) => !wanted.get(identityOf(movement))?.pop());
  const reversals = gone.map((it) => ({ ...it, from: it.to, to: it.from, kind: 'reverse' as const, reverses: it }));
  return [...reversals, ...[...wanted.values()].flat()];
}

const identityOf = ({ bundle, kind, step, from, to, portions, reportId, enteredBy, evidence }: Movement): string =>
  JSON.stringify([bundle, kind, step, keyOf(from), keyOf(to), portions, reportId, enteredBy, evidence]);
