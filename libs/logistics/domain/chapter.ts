import type { Place } from '@jielong/logistics-contract';
import { Book, place } from './book.js';
import { Demand } from './demand.js';
import { Notes } from './notes.js';
import type { RunSaid } from './said.js';

/** The chapter of one bundle in the ledger of a run: what has been said of it, and the book into which it is written. */
export class Chapter {
  readonly book: Book;
  readonly notes: Notes;
  readonly demand: Demand;
  readonly suppliers: readonly Place[];

  constructor(
    readonly run: RunSaid,
    readonly bundle: string,
  ) {
    this.book = new Book(bundle);
    this.notes = new Notes(run, bundle);
    this.demand = new Demand(run, bundle, this.notes);
    const noted = this.notes.suppliers();
    this.suppliers = run.purchases.filter(({ id, lines }) => bundle in lines || noted.includes(id)).map(({ id }) => place('supplier', id));
  }

  /** What was noted of a place: what came to it, then what left it. */
  note(at: Place): void {
    this.noteInto(at);
    this.noteOutOf(at);
  }

  noteInto(at: Place): void {
    for (const { leg, spoken } of this.notes.into(at)) this.book.move(leg, spoken);
  }

  noteOutOf(at: Place): void {
    for (const { leg, spoken } of this.notes.outOf(at)) this.book.move(leg, spoken);
  }
}
