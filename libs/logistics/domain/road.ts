import type { Place } from '@jielong/logistics-contract';
import { place, store } from './book.js';
import type { Chapter } from './chapter.js';
import { drawnBy, shareOf } from './counts.js';
import { inTurn, isLoadedByOthers } from './demand.js';
import { handingOff, handoffOf, loading, type TripSaid } from './said.js';

/** What the buses did with one bundle: from the shop to their last stop, or to where they were diverted. */
export class Road {
  private readonly trips: readonly TripSaid[];
  /** Where a bus is loaded: also what another has brought back. */
  private readonly shelves: readonly Place[];

  constructor(private readonly of: Chapter) {
    this.trips = inTurn(of.run);
    this.shelves = [store, ...of.suppliers];
  }

  drive(): void {
    this.trips.forEach((trip, i) => {
      this.load(trip, i);
      this.of.note(place('bus', trip.id));
      this.unload(trip);
      this.divert(trip);
    });
  }

  private load(trip: TripSaid, index: number): void {
    const spoken = loading(this.of.run, trip);
    if (!spoken) return;
    const leg = { kind: 'load', step: 'confirmLoading', to: place('bus', trip.id) } as const;
    this.of.book.take(leg, this.shelves, this.of.demand.countOf(trip.loading), this.loadOf(trip, index), spoken);
  }

  /** What a bus takes as expected. Of one that got its goods from another bus, only what its stops counted beyond them. */
  private loadOf(trip: TripSaid, index: number): number {
    const held = this.of.book.heldIn(this.shelves);
    if (isLoadedByOthers(this.of.run, trip)) {
      return Math.min(held, Math.max(0, this.of.demand.neededOn(trip) - this.of.book.held(place('bus', trip.id))));
    }
    const takers = this.trips.map(this.of.demand.tripTaker);
    const isBack = trip.diversion && typeof trip.diversion.to !== 'object';
    return shareOf(isBack ? takers.map((taker) => ({ ...taker, counted: undefined, needed: 0 })) : takers, index, held);
  }

  /** When every stop has spoken the bus is empty: what nobody counted is missing. */
  private unload(trip: TripSaid): void {
    const stops = this.of.demand.stopsOf(trip);
    const [bus, takers] = [place('bus', trip.id), stops.map(this.of.demand.stopTaker)];
    stops.forEach((stop, i) => {
      const spoken = handingOff(this.of.run, stop);
      if (!spoken) return;
      const leg = { kind: 'hand-off', step: 'confirmHandoff', to: place('pickup-point', stop.point) } as const;
      this.of.book.take(leg, [bus], this.of.demand.countOf(handoffOf(stop)), shareOf(takers, i, this.of.book.held(bus)), spoken);
    });
    const spoken = stops.map((stop) => handingOff(this.of.run, stop));
    const last = spoken.at(-1);
    if (last && !trip.diversion && spoken.every(Boolean)) this.of.book.lose('confirmHandoff', bus, this.of.book.held(bus), last);
  }

  /** All that is left on the bus goes elsewhere; where it was counted, the rest is missing. */
  private divert({ id, diversion }: TripSaid): void {
    if (!diversion) return;
    const [bus, count] = [place('bus', id), this.of.demand.countOf(diversion)];
    const spoken = { speaker: diversion, assumed: false };
    const kind = typeof diversion.to === 'object' ? 'load' : 'hand-off';
    this.of.book.take({ kind, step: 'divertTrip', to: this.divertedTo(diversion.to) }, [bus], count, this.of.book.held(bus), spoken);
    if (drawnBy(count) !== undefined) this.of.book.lose('divertTrip', bus, this.of.book.held(bus), spoken);
  }

  private divertedTo(to: NonNullable<TripSaid['diversion']>['to']): Place {
    if (typeof to === 'object') return place('bus', to.trip);
    return (to === 'supplier' ? this.of.suppliers[0] : undefined) ?? store;
  }
}
