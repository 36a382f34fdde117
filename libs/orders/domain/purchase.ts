import { DomainError, fen, type Fen, times } from '@jielong/kernel';
import type { ConfirmPurchase } from '@jielong/orders-contract';
import { type Account, accounts, buying, type Flow } from './money.js';
import { inProportion } from './proportion.js';

/** One bundle that one run wants of a purchase. */
export interface PurchaseLine {
  readonly runId: string;
  readonly bundle: string;
  readonly expected: number;
  readonly quotedPriceFen: Fen;
}
export interface BoughtLine extends PurchaseLine {
  readonly bought: number;
  readonly priceFen: Fen;
}
/** What goods have already done, by bundle: they may have moved before anybody reported the purchase. */
export interface Moved {
  /** Booked as received from the shop. */
  readonly received: number;
  /** In the hands of households. */
  readonly handedOut: number;
}
type Said = ConfirmPurchase['bought'];

/**
 * What was bought for each run. A bundle that is not named was bought as expected, at the quoted price; less than expected is divided
 * between the runs in proportion. Refuses what contradicts what was ordered or handed out.
 */
export function boughtBy(lines: readonly PurchaseLine[], said: Said = {}, moved: Readonly<Record<string, Moved>> = {}): BoughtLine[] {
  const bundles = [...new Set(lines.map(({ bundle }) => bundle))];
  const unknown = Object.keys(said).filter((bundle) => !bundles.includes(bundle));
  if (unknown.length) throw unknownBundle(unknown, bundles);
  return bundles.flatMap((bundle) =>
    boughtOf(
      lines.filter((line) => line.bundle === bundle),
      said[bundle],
      moved[bundle],
    ),
  );
}

function boughtOf(lines: readonly PurchaseLine[], said: NonNullable<Said>[string] | undefined, moved: Moved | undefined): BoughtLine[] {
  const expected = lines.reduce((sum, line) => sum + line.expected, 0);
  const portions = said?.portions ?? expected;
  const most = Math.max(expected, moved?.received ?? 0);
  const [{ bundle } = { bundle: '' }] = lines;
  if (portions > most) throw moreThanOrdered(bundle, portions, most);
  if (portions < (moved?.handedOut ?? 0)) throw lessThanHandedOut(bundle, portions, moved?.handedOut ?? 0);
  const parts = inProportion(portions, Object.fromEntries(lines.map((line) => [line.runId, line.expected])));
  return lines.map((line) => ({
    ...line,
    bought: parts[line.runId] ?? 0,
    priceFen: said?.priceFen === undefined ? line.quotedPriceFen : fen(said.priceFen),
  }));
}

/** What a purchase means in the books. */
export const purchaseFlows = (purchaseId: string, paidBy: Account, lines: readonly BoughtLine[]): Flow[] =>
  lines
    .map(({ runId, bundle, bought, priceFen }) => buying({ runId, purchaseId, bundle, paidBy, amountFen: times(priceFen, bought) }))
    .filter(({ amountFen }) => amountFen > 0);

/** Who paid: the supplier's account, or the purchaser's own money. */
export const payerOf = (paidFrom: ConfirmPurchase['paidFrom'], supplier: string, purchaser: string): Account =>
  paidFrom === 'advance' ? accounts.advance(purchaser) : accounts.supplier(supplier);

const unknownBundle = (unknown: readonly string[], known: readonly string[]) =>
  new DomainError(
    'invalid',
    'unknown-bundle',
    {
      zh: `这次采购没有 ${unknown.join('、')}。采购清单上是：${known.join('、')}。`,
      en: `${unknown.join(', ')} is not in this purchase. Its list holds ${known.join(', ')}.`,
    },
    { unknown, known },
  );
const moreThanOrdered = (bundle: string, portions: number, most: number) =>
  new DomainError(
    'conflict',
    'more-than-ordered',
    {
      zh: `${bundle} 登记买了 ${portions} 份，只订了 ${most} 份。多出来的请退回超市，按 ${most} 份登记。`,
      en: `${portions} of ${bundle} are reported as bought, ${most} are ordered. Take the rest back and report ${most}.`,
    },
    { bundle, portions, ordered: most },
  );
const lessThanHandedOut = (bundle: string, portions: number, handedOut: number) =>
  new DomainError(
    'conflict',
    'less-than-handed-out',
    {
      zh: `${bundle} 登记买了 ${portions} 份，但已经发给居民 ${handedOut} 份。请核对数量。`,
      en: `${portions} of ${bundle} are reported as bought, but households have ${handedOut} already. Count again.`,
    },
    { bundle, portions, handedOut },
  );
