import type { DomainError, Evidence } from '@jielong/kernel';
import type { LogisticsStep, Place, PlaceKind } from '@jielong/logistics-contract';
import { dealt, sum, type Count } from './counts.js';
import type { Spoken } from './said.js';
import { moreThanHeld } from './shortfall.js';

/** What the rule books; hand-outs are booked by pickups themselves. */
export type MovementKind = 'receive' | 'load' | 'hand-off' | 'lose' | 'find' | 'convert' | 'dispose';
export interface Movement {
  readonly bundle: string;
  readonly kind: MovementKind;
  readonly step: LogisticsStep | 'confirmPurchase';
  readonly from: Place;
  readonly to: Place;
  readonly portions: number;
  readonly reportId: string;
  readonly enteredBy: string;
  readonly evidence: Evidence;
}
export type Leg = Pick<Movement, 'kind' | 'step' | 'from' | 'to' | 'portions'>;

export const place = (kind: PlaceKind, ref = ''): Place => ({ kind, ref });
export const keyOf = ({ kind, ref }: Place): string => `${kind}:${ref}`;
export const store = place('store');
export const surplus = place('source', 'surplus');
export const missing = place('missing');
export const damaged = place('damaged');
const mayOwe: readonly PlaceKind[] = ['source', 'sorting'];

/** The movements of one bundle of one run, one after the other: no place gives what it has not. */
export class Book {
  readonly movements: Movement[] = [];
  private readonly balances = new Map<string, number>();
  private readonly takenFrom = new Map<string, number>();

  constructor(private readonly bundle: string) {}

  held = (at: Place): number => this.balances.get(keyOf(at)) ?? 0;
  heldIn = (places: readonly Place[]): number => sum(places.map((at) => this.held(at)));

  /** Refuses more than is held. Nothing at all is no movement. */
  move(leg: Leg, { speaker: { reportId, enteredBy, evidence }, assumed }: Spoken): void {
    if (leg.portions <= 0) return;
    const { bundle } = this;
    this.movements.push({ bundle, ...leg, reportId, enteredBy, evidence: assumed ? 'assumed' : evidence });
    this.give(leg.from, leg.to, leg.portions);
  }

  /** As somebody counted it: what was not there, or not fit, then what goes on, and what was more than expected. */
  take(leg: Omit<Leg, 'from' | 'portions'>, from: readonly Place[], count: Count, expected: number, spoken: Spoken): void {
    const lost = { kind: 'lose', step: leg.step } as const;
    this.draw({ ...lost, to: missing }, from, count.missing, spoken);
    this.draw({ ...lost, to: damaged }, from, count.damaged, spoken);
    const fit = count.portions === undefined ? expected - count.missing - count.damaged : count.portions - count.surplus;
    this.draw(leg, from, fit, spoken);
    this.move({ kind: 'find', step: leg.step, from: surplus, to: leg.to, portions: count.surplus }, spoken);
  }

  /** From one place after the other; the last one answers for what none of them has. */
  draw(leg: Omit<Leg, 'from' | 'portions'>, from: readonly Place[], portions: number, spoken: Spoken): void {
    const each = dealt(
      portions,
      from.map((it) => this.held(it)),
    );
    from.forEach((it, i) => this.move({ ...leg, from: it, portions: each[i] ?? 0 }, spoken));
  }

  lose(step: Leg['step'], from: Place, portions: number, spoken: Spoken): void {
    this.move({ kind: 'lose', step, from, to: missing, portions }, spoken);
  }

  /** Pickups have moved so much of it to households, or to where it turned out to be. */
  handOut(from: Place, portions: number, to: Place = place('household')): void {
    this.takenFrom.set(keyOf(from), (this.takenFrom.get(keyOf(from)) ?? 0) + portions);
    this.give(from, to, portions);
  }

  private give(from: Place, to: Place, portions: number): void {
    this.balances.set(keyOf(from), this.held(from) - portions);
    this.balances.set(keyOf(to), this.held(to) + portions);
    if (this.held(from) < 0 && !mayOwe.includes(from.kind)) throw this.moreThanHeld(from);
  }

  private moreThanHeld(at: Place): DomainError<'more-than-held'> {
    const touching = this.movements.filter(({ from, to }) => [from, to].some((it) => keyOf(it) === keyOf(at)));
    const reports = [...new Set(touching.map(({ reportId }) => reportId))];
    return moreThanHeld({ bundle: this.bundle, place: at, short: -this.held(at), reports, handedOut: this.takenFrom.get(keyOf(at)) ?? 0 });
  }
}
