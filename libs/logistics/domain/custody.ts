import { damaged, missing, place, store, type Movement } from './book.js';
import { Chapter } from './chapter.js';
import { dealt, sum } from './counts.js';
import { Points } from './points.js';
import { Road } from './road.js';
import { bundlesOf, purchasing, type RunSaid } from './said.js';

/**
 * The ledger of a run's goods is a function of what has been said: in which order it was heard, and how often, makes no difference.
 * A step that nobody reported is booked with the last known counts, in the name of the later one. Refuses what contradicts itself.
 */
export const ledger = (run: RunSaid): Movement[] => bundlesOf(run).flatMap((bundle) => new Journey(new Chapter(run, bundle)).movements());

/** The way of one bundle: from the shop to the bus, from the bus to the gate, from there to households, and what became of the rest. */
class Journey {
  constructor(private readonly of: Chapter) {}

  movements(): Movement[] {
    this.receive();
    this.of.suppliers.forEach((at) => this.of.note(at));
    new Road(this.of).drive();
    new Points(this.of).handOutAll();
    this.dispose();
    return this.of.book.movements;
  }

  /** What nobody reported as bought was bought as expected, unless somebody counted later. */
  private receive(): void {
    const { book, bundle, demand, run } = this.of;
    const purchases = run.purchases.flatMap((purchase) => {
      const [line, spoken] = [purchase.lines[bundle], purchasing(run, purchase)];
      return line && spoken ? [{ id: purchase.id, spoken, expected: line.expected, bought: line.bought ?? line.expected }] : [];
    });
    const unsaid = purchases.filter(({ spoken }) => spoken.assumed);
    const said = sum(purchases.filter(({ spoken }) => !spoken.assumed).map(({ bought }) => bought));
    const expected = unsaid.map((purchase) => purchase.expected);
    const assumed = dealt(demand.wanted(said, expected), expected);
    purchases.forEach(({ id, spoken, bought }) => {
      const portions = spoken.assumed ? (assumed[unsaid.findIndex((it) => it.id === id)] ?? 0) : bought;
      const [from, to] = [place('source', 'purchase'), place('supplier', id)];
      book.move({ kind: 'receive', step: 'confirmPurchase', from, to, portions }, spoken);
    });
  }

  /** As said; what is not named is returned where it is left, and written off where it is damaged or missing. */
  private dispose(): void {
    const { book, bundle, run } = this.of;
    const { disposal, trips, points } = run;
    if (!disposal) return;
    const left = [
      store,
      ...this.of.suppliers,
      ...trips.map(({ id }) => place('bus', id)),
      ...points.map(({ id }) => place('pickup-point', id)),
    ];
    const places = { left, damaged: [damaged], missing: [missing] } as const;
    const spoken = { speaker: disposal, assumed: false };
    const leg = { kind: 'dispose', step: 'disposeRemainder' } as const;
    for (const line of disposal.lines ?? []) {
      if (line.bundle === bundle) book.draw({ ...leg, to: place(line.to) }, places[line.place], line.portions, spoken);
    }
    book.draw({ ...leg, to: place('returned') }, left, book.heldIn(left), spoken);
    book.draw({ ...leg, to: place('written-off') }, [damaged, missing], book.heldIn([damaged, missing]), spoken);
  }
}
