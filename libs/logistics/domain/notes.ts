import type { GoodsEvent, NoteGoods, PassedOnTo, Place } from '@jielong/logistics-contract';
import { keyOf, place, type Leg } from './book.js';
import { sum } from './counts.js';
import type { Noted, RunSaid, Spoken } from './said.js';

interface Flow {
  readonly leg: Leg;
  readonly spoken: Spoken;
  /** It left a point after that was counted as closed: it was part of what was left there. */
  readonly isOfRest: boolean;
}

/** Where an event may have been: the one that it names, else the only one there is. */
export function placesMeant(run: RunSaid, { at, ref, bundle }: Pick<GoodsEvent, 'at' | 'ref' | 'bundle'>): string[] {
  const suppliers = run.purchases.filter(({ lines }) => ref !== undefined || bundle in lines);
  const places = { supplier: suppliers, bus: run.trips, 'pickup-point': run.points }[at].map(({ id }) => id);
  return places.filter((id) => ref === undefined || id === ref);
}

/** Whether a run says it itself; otherwise something is passed on to it. */
export const isOwn = ({ run }: RunSaid, { of = run }: NoteGoods): boolean => of === run;
/** What is passed on to a run, and where it comes to. */
export const passedOnTo = ({ run }: RunSaid, event: GoodsEvent): PassedOnTo | undefined =>
  event.what === 'passed-on' && event.to.run === run ? event.to : undefined;
/** The runs that get something of another. */
export const receivers = ({ events }: NoteGoods): string[] => events.flatMap((event) => (event.what === 'passed-on' ? [event.to.run] : []));

/** What was noted of one bundle: what came to places between two counts, and what left them. */
export class Notes {
  private readonly flows: readonly Flow[];

  constructor(run: RunSaid, bundle: string) {
    this.flows = (run.notes ?? []).flatMap((note) => note.events.flatMap((event) => flowsOf(run, note, event, bundle)));
  }

  into = (at: Place): Flow[] => this.flows.filter((flow) => isTo(flow, at) && !isCarried(flow));
  outOf = (at: Place): Flow[] => this.flows.filter((flow) => isFrom(flow, at) && !isCarried(flow) && !flow.isOfRest);
  outOfRest = (at: Place): Flow[] => this.flows.filter((flow) => isFrom(flow, at) && flow.isOfRest);
  /** From one point to another. */
  carried = (): Flow[] => this.flows.filter(isCarried);
  /** How much more left it than came. */
  net = (at: Place): number =>
    portionsOf(this.flows.filter((flow) => isFrom(flow, at))) - portionsOf(this.flows.filter((flow) => isTo(flow, at)));
  suppliers = (): string[] => this.flows.flatMap(({ leg: { to } }) => (to.kind === 'supplier' ? [to.ref] : []));
}

const isTo = ({ leg: { to } }: Flow, at: Place): boolean => keyOf(to) === keyOf(at);
const isFrom = ({ leg: { from } }: Flow, at: Place): boolean => keyOf(from) === keyOf(at);
const isCarried = ({ leg: { kind, to } }: Flow): boolean => kind === 'hand-off' && to.kind === 'pickup-point';
const portionsOf = (flows: readonly Flow[]): number => sum(flows.map(({ leg }) => leg.portions));

function flowsOf(run: RunSaid, note: Noted, event: GoodsEvent, bundle: string): Flow[] {
  const legs = isOwn(run, note) ? legsOf(event, place(event.at, placesMeant(run, event)[0]), bundle) : carriedIn(run, event, bundle);
  const spoken = { speaker: note, assumed: false };
  return legs.map((leg) => ({ leg: { ...leg, step: 'noteGoods' }, spoken, isOfRest: isOfRest(note, leg) }));
}

const isOfRest = ({ closedBefore = [] }: Noted, { from, to }: Omit<Leg, 'step'>): boolean =>
  to.kind === 'carried-out' && from.kind === 'pickup-point' && closedBefore.includes(from.ref);

/** Sorting is a place that may owe: what of one bundle goes in, and what of another comes out, are two accounts. */
function legsOf(event: GoodsEvent, at: Place, bundle: string): Omit<Leg, 'step'>[] {
  const { what, portions } = event;
  const isSaidOf = event.bundle === bundle;
  if (what === 'donated') return isSaidOf ? [{ kind: 'receive', from: place('source', 'donation'), to: at, portions }] : [];
  if (what === 'moved') return isSaidOf ? [{ kind: 'hand-off', from: at, to: place('pickup-point', event.to), portions }] : [];
  if (what === 'passed-on') return isSaidOf ? [{ kind: 'hand-off', from: at, to: place('carried-out', event.to.run), portions }] : [];
  if (what !== 'sorted') return isSaidOf ? [{ kind: 'lose', from: at, to: place(what), portions }] : [];
  const made: Omit<Leg, 'step'>[] =
    event.into.bundle === bundle ? [{ kind: 'convert', from: place('sorting'), to: at, portions: event.into.portions }] : [];
  return isSaidOf ? [...made, { kind: 'convert', from: at, to: place('sorting'), portions }] : made;
}

/** Of what another run says, only what comes from it: it was never bought for this one. */
function carriedIn(run: RunSaid, event: GoodsEvent, bundle: string): Omit<Leg, 'step'>[] {
  const to = passedOnTo(run, event);
  if (!to || event.bundle !== bundle) return [];
  const [at] = placesMeant(run, { ...to, bundle });
  return [{ kind: 'receive', from: place('source', 'carried-in'), to: place(to.at, at), portions: event.portions }];
}
