import type { GoodsEvent, NoteGoods, Place } from '@jielong/logistics-contract';
import { keyOf, place, type Leg } from './book.js';
import { sum } from './counts.js';
import type { RunSaid, Spoken } from './said.js';

interface Flow {
  readonly leg: Leg;
  readonly spoken: Spoken;
}

/** Where an event may have been: the one that it names, else the only one there is. */
export function placesMeant(run: RunSaid, { at, ref, bundle }: GoodsEvent): string[] {
  const suppliers = run.purchases.filter(({ lines }) => ref !== undefined || bundle in lines);
  const places = { supplier: suppliers, bus: run.trips, 'pickup-point': run.points }[at].map(({ id }) => id);
  return places.filter((id) => ref === undefined || id === ref);
}

/** What was noted of one bundle: what came to places between two counts, and what left them. */
export class Notes {
  private readonly flows: readonly Flow[];

  constructor(run: RunSaid, bundle: string) {
    this.flows = (run.notes ?? []).flatMap((note) => note.events.flatMap((event) => flowsOf(run, note, event, bundle)));
  }

  into = (at: Place): Flow[] => this.flows.filter((flow) => isTo(flow, at) && !isCarried(flow));
  outOf = (at: Place): Flow[] => this.flows.filter((flow) => isFrom(flow, at) && !isCarried(flow));
  /** From one point to another. */
  carried = (): Flow[] => this.flows.filter(isCarried);
  /** How much more left it than came. */
  net = (at: Place): number =>
    portionsOf(this.flows.filter((flow) => isFrom(flow, at))) - portionsOf(this.flows.filter((flow) => isTo(flow, at)));
  suppliers = (): string[] => this.flows.flatMap(({ leg: { to } }) => (to.kind === 'supplier' ? [to.ref] : []));
}

const isTo = ({ leg: { to } }: Flow, at: Place): boolean => keyOf(to) === keyOf(at);
const isFrom = ({ leg: { from } }: Flow, at: Place): boolean => keyOf(from) === keyOf(at);
const isCarried = ({ leg: { kind } }: Flow): boolean => kind === 'hand-off';
const portionsOf = (flows: readonly Flow[]): number => sum(flows.map(({ leg }) => leg.portions));

function flowsOf(run: RunSaid, note: NoteGoods, event: GoodsEvent, bundle: string): Flow[] {
  const at = place(event.at, placesMeant(run, event)[0]);
  return legsOf(event, at, bundle).map((leg) => ({ leg: { ...leg, step: 'noteGoods' }, spoken: { speaker: note, assumed: false } }));
}

/** Sorting is a place that may owe: what of one bundle goes in, and what of another comes out, are two accounts. */
function legsOf(event: GoodsEvent, at: Place, bundle: string): Omit<Leg, 'step'>[] {
  const { what, portions } = event;
  const isSaidOf = event.bundle === bundle;
  if (what === 'donated') return isSaidOf ? [{ kind: 'receive', from: place('source', 'donation'), to: at, portions }] : [];
  if (what === 'moved') return isSaidOf ? [{ kind: 'hand-off', from: at, to: place('pickup-point', event.to), portions }] : [];
  if (what !== 'sorted') return isSaidOf ? [{ kind: 'lose', from: at, to: place(what), portions }] : [];
  const made: Omit<Leg, 'step'>[] =
    event.into.bundle === bundle ? [{ kind: 'convert', from: place('sorting'), to: at, portions: event.into.portions }] : [];
  return isSaidOf ? [...made, { kind: 'convert', from: at, to: place('sorting'), portions }] : made;
}
