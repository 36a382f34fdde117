import { Book, keyOf, place, type Leg, type Movement } from './book.js';
import { countOf, dealt, drawnBy, shareOf, sum, type Count, type Taker } from './counts.js';
import { bundlesOf, closing, handingOff, loading, purchasing, type RunSaid, type Spoken, type StopSaid, type TripSaid } from './said.js';
import type { Place } from '@jielong/logistics-contract';

/**
 * The ledger of a run's goods is a function of what has been said: in which order it was heard, and how often, makes no difference.
 * A step that nobody reported is booked with the last known counts, in the name of the later one. Refuses what contradicts itself.
 */
export const ledger = (run: RunSaid): Movement[] => bundlesOf(run).flatMap((bundle) => new Journey(run, bundle).movements());

/** The way of one bundle: from the shop to the bus, from the bus to the gate, from there to households, and what became of the rest. */
class Journey {
  private readonly book: Book;
  private readonly suppliers: readonly Place[];

  constructor(
    private readonly run: RunSaid,
    private readonly bundle: string,
  ) {
    this.book = new Book(bundle);
    this.suppliers = run.purchases.filter(({ lines }) => bundle in lines).map(({ id }) => place('supplier', id));
  }

  movements(): Movement[] {
    this.receive();
    this.run.trips.forEach((trip, i) => this.load(trip, i));
    this.run.trips.forEach((trip) => this.unload(trip));
    this.handOut();
    this.close();
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
    const assumed = dealt(this.wanted(said, expected), expected);
    purchases.forEach(({ id, spoken, bought }) => {
      const portions = spoken.assumed ? (assumed[unsaid.findIndex((it) => it.id === id)] ?? 0) : bought;
      this.move(
        { kind: 'receive', step: 'confirmPurchase', from: place('source', 'purchase'), to: place('supplier', id), portions },
        spoken,
      );
    });
  }

  private wanted(said: number, expected: readonly number[]): number {
    const drawn = this.run.trips.map((trip) => this.drawnFor(trip));
    const counted = Math.max(0, sum(drawn.map(({ portions }) => portions)) - said);
    const isWhole = drawn.length > 0 && drawn.every(({ isWhole: whole }) => whole);
    return isWhole ? counted : Math.max(counted, sum(expected));
  }

  /** What the first counts after the shop say that a bus took, and whether they say it of all of it. */
  private drawnFor(trip: TripSaid): { portions: number; isWhole: boolean } {
    const count = this.countOf(trip.loading);
    const counted = drawnBy(count);
    if (counted !== undefined) return { portions: counted, isWhole: true };
    const stops = this.stopsOf(trip).map((stop) => drawnBy(this.countOf(stop.handoff)));
    const portions = count.missing + count.damaged + sum(stops.map((it) => it ?? 0));
    return { portions, isWhole: stops.length > 0 && stops.every((it) => it !== undefined) };
  }

  private load(trip: TripSaid, index: number): void {
    const spoken = loading(this.run, trip);
    if (!spoken) return;
    const takers = this.run.trips.map((it) => this.tripTaker(it));
    const leg = { kind: 'load', step: 'confirmLoading', to: place('bus', trip.id) } as const;
    this.take(leg, this.suppliers, this.countOf(trip.loading), shareOf(takers, index, this.heldIn(this.suppliers)), spoken);
  }

  /** When every stop has spoken the bus is empty: what nobody counted is missing. */
  private unload(trip: TripSaid): void {
    const stops = this.stopsOf(trip);
    const bus = place('bus', trip.id);
    const takers = stops.map((it) => this.stopTaker(it));
    stops.forEach((stop, i) => {
      const spoken = handingOff(this.run, stop);
      if (!spoken) return;
      const leg = { kind: 'hand-off', step: 'confirmHandoff', to: place('pickup-point', stop.point) } as const;
      this.take(leg, [bus], this.countOf(stop.handoff), shareOf(takers, i, this.book.held(bus)), spoken);
    });
    const spoken = stops.map((stop) => handingOff(this.run, stop));
    const last = spoken.at(-1);
    if (last && spoken.every(Boolean)) this.lose('confirmHandoff', bus, 'missing', this.book.held(bus), last);
  }

  private handOut(): void {
    for (const { id, handedOut } of this.run.points) this.book.handOut(place('pickup-point', id), handedOut[this.bundle] ?? 0);
  }

  /** Less than the books say is missing; more was missing before. More than that is no count but a slip of the pen, and refused. */
  private close(): void {
    for (const point of this.run.points) {
      const [spoken, at, left] = [closing(this.run, point), place('pickup-point', point.id), point.close?.left?.[this.bundle]];
      if (!spoken || left === undefined) continue;
      const held = this.book.held(at);
      this.lose('closePickup', at, 'missing', held - left, spoken);
      this.move({ kind: 'find', step: 'closePickup', from: missing, to: at, portions: left - held }, spoken);
    }
  }

  /** As said; what is not named is returned where it is left, and written off where it is damaged or missing. */
  private dispose(): void {
    const { disposal, trips, points } = this.run;
    if (!disposal) return;
    const left = [...this.suppliers, ...trips.map(({ id }) => place('bus', id)), ...points.map(({ id }) => place('pickup-point', id))];
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
    this.draw(leg, from, count.portions ?? expected - count.missing - count.damaged, spoken);
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
  private stopsOf = ({ id }: TripSaid): StopSaid[] => this.run.stops.filter(({ trip }) => trip === id);
  private countOf = (report: TripSaid['loading'] | StopSaid['handoff']): Count => countOf(report?.lines, this.run.run, this.bundle);
  private tripTaker(trip: TripSaid): Taker {
    const [spoken, counted] = [loading(this.run, trip) !== undefined, drawnBy(this.countOf(trip.loading))];
    const pickedUp = sum(this.stopsOf(trip).map(({ point }) => this.handedOutAt(point)));
    return { spoken, counted, planned: trip.expected?.[this.bundle], needed: Math.max(this.drawnFor(trip).portions, pickedUp) };
  }

  private stopTaker(stop: StopSaid): Taker {
    const [spoken, counted] = [handingOff(this.run, stop) !== undefined, drawnBy(this.countOf(stop.handoff))];
    return { spoken, counted, planned: stop.planned[this.bundle], needed: this.handedOutAt(stop.point) };
  }

  private handedOutAt = (point: string): number =>
    sum(this.run.points.map(({ id, handedOut }) => (id === point ? (handedOut[this.bundle] ?? 0) : 0)));
}

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
