import { DomainError, type Evidence } from '@jielong/kernel';
import type { LogisticsStep, Place, PlaceKind } from '@jielong/logistics-contract';
import type { Spoken } from './said.js';

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
const mayOwe: readonly PlaceKind[] = ['source', 'sorting'];

/** The movements of one bundle of one run, one after the other: no place gives what it has not. */
export class Book {
  readonly movements: Movement[] = [];
  private readonly balances = new Map<string, number>();
  private readonly takenFrom = new Map<string, number>();

  constructor(private readonly bundle: string) {}

  held = (at: Place): number => this.balances.get(keyOf(at)) ?? 0;

  /** Refuses more than is held. Nothing at all is no movement. */
  move(leg: Leg, { speaker: { reportId, enteredBy, evidence }, assumed }: Spoken): void {
    if (leg.portions <= 0) return;
    const { bundle } = this;
    this.movements.push({ bundle, ...leg, reportId, enteredBy, evidence: assumed ? 'assumed' : evidence });
    this.give(leg.from, leg.to, leg.portions);
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

/** Where the books would go below nothing, and what has been said of that place. */
interface Shortfall {
  readonly bundle: string;
  readonly place: Place;
  readonly short: number;
  readonly reports: readonly string[];
  readonly handedOut: number;
}

function moreThanHeld(shortfall: Shortfall): DomainError<'more-than-held'> {
  const { bundle, place: at, short, handedOut } = shortfall;
  const reports = shortfall.reports.filter((id) => id !== '');
  const more = hints(at, handedOut);
  const [zh, en] = reports.length ? [`（登记 ${reports.join('、')}）`, ` (reports ${reports.join(', ')})`] : ['', ''];
  const or = reports.length ? { zh: '，或更正其中一条登记', en: ', or correct one of them' } : { zh: '', en: '' };
  return new DomainError(
    'conflict',
    'more-than-held',
    {
      zh: `${bundle}：${wordOf[at.kind] ?? at.kind}少 ${short} 份，与已登记的数量矛盾${zh}。请核对数量${or.zh}。${more.zh}`,
      en: `${bundle}: ${at.kind} would hold ${short} portions less than none${en}. Count again${or.en}.${more.en}`,
    },
    { ...shortfall, reports },
  );
}

const isShortfall = (details: object): details is Shortfall => 'short' in details && 'reports' in details;

/** The same refusal for whoever made a report: their own, which is not written, is no report that could be corrected. */
export function refusedTo(error: unknown, reportId: string): unknown {
  if (!(error instanceof DomainError) || !isShortfall(error.details)) return error;
  return moreThanHeld({ ...error.details, reports: error.details.reports.filter((id) => id !== reportId) });
}

/** What households have got already stands in the way too; and a surplus is said, never guessed. */
function hints({ kind }: Place, taken: number): { zh: string; en: string } {
  if (kind === 'pickup-point') return taken ? { zh: `已领走 ${taken} 份。`, en: ` ${taken} are handed out.` } : { zh: '', en: '' };
  if (kind !== 'supplier' && kind !== 'bus') return { zh: '', en: '' };
  return {
    zh: '若确实多出，请在这一行写 surplus（多货份数）。',
    en: ' If there really were more, say how many in `surplus` of that line.',
  };
}

const wordOf: Partial<Record<PlaceKind, string>> = {
  supplier: '超市',
  bus: '车上',
  'pickup-point': '自提点',
  damaged: '破损',
  missing: '短少',
};
