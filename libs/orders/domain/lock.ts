import { DomainError } from '@jielong/kernel';
import type { LockOrders } from '@jielong/orders-contract';

/** What is ordered of one bundle when the orders are locked. */
export interface OrderedBundle {
  readonly bundle: string;
  readonly supplier: string;
  readonly portions: number;
  readonly cap: number;
  /** Portions of other bundles in place of which households take it. */
  readonly replaces: number;
}
export interface Demand {
  readonly bundles: readonly OrderedBundle[];
  readonly minimumPortions: number;
  /** Portions that a bus takes. */
  readonly tripCap: number;
}
/** One visit to one supplier. */
export interface PlannedPurchase {
  readonly supplier: string;
  readonly lines: readonly OrderedBundle[];
}

/**
 * What has to be bought where, and what may be in place of it. Refuses a run without orders; below the minimum, or more than a bus takes, it needs `goOn` with a reason.
 */
export function lock({ bundles, minimumPortions, tripCap }: Demand, { goOn = false, reason }: LockOrders): PlannedPurchase[] {
  const portions = bundles.reduce((sum, bundle) => sum + bundle.portions, 0);
  if (portions === 0) throw nothingOrdered();
  const decided = goOn && reason !== undefined;
  if (goOn && reason === undefined) throw reasonMissing();
  if (portions < minimumPortions && !decided) throw belowMinimum(portions, minimumPortions);
  if (portions > tripCap && !decided) throw overTripCap(portions, tripCap);
  const over = bundles.find((bundle) => bundle.portions > bundle.cap);
  if (over) throw overCap(over);
  return purchasesOf(bundles.filter((bundle) => bundle.portions > 0 || bundle.replaces > 0));
}

function purchasesOf(bundles: readonly OrderedBundle[]): PlannedPurchase[] {
  const suppliers = [...new Set(bundles.map(({ supplier }) => supplier))].toSorted();
  return suppliers.map((supplier) => ({
    supplier,
    lines: bundles.filter((bundle) => bundle.supplier === supplier).toSorted((a, b) => (a.bundle < b.bundle ? -1 : 1)),
  }));
}

const nothingOrdered = () =>
  new DomainError('conflict', 'nothing-ordered', {
    zh: '这个批次没有一份订单，没有东西可采购。',
    en: 'Nobody has ordered anything in this run: there is nothing to buy.',
  });
const reasonMissing = () =>
  new DomainError('invalid', 'reason-missing', {
    zh: '继续（goOn）需要写明原因 reason。',
    en: 'Going on all the same (`goOn`) needs a `reason`.',
  });
const belowMinimum = (portions: number, minimum: number) =>
  new DomainError(
    'conflict',
    'below-minimum',
    {
      zh: `只订了 ${portions} 份，不到成团的 ${minimum} 份。确定要继续请带 goOn 和原因，或先补单。`,
      en: `${portions} portions are ordered, the minimum is ${minimum}. Go on with \`goOn\` and a \`reason\`, or take more orders first.`,
    },
    { portions, minimum },
  );
const overTripCap = (portions: number, tripCap: number) =>
  new DomainError(
    'conflict',
    'over-trip-cap',
    {
      zh: `订了 ${portions} 份，一车只装 ${tripCap} 份。确定要继续请带 goOn 和原因（装不下的等下一车），或先减单。`,
      en: `${portions} portions are ordered, a bus takes ${tripCap}. Go on with \`goOn\` and a \`reason\` (the rest waits for the next trip), or cancel some.`,
    },
    { portions, tripCap },
  );
const overCap = ({ bundle, portions, cap }: OrderedBundle) =>
  new DomainError(
    'conflict',
    'over-cap',
    {
      zh: `${bundle} 订了 ${portions} 份，上限 ${cap} 份。请先减到上限以内。`,
      en: `${portions} of ${bundle} are ordered, the cap is ${cap}: cancel some first.`,
    },
    { bundle, portions, cap },
  );
