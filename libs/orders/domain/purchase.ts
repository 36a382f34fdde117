import { DomainError, fen, type Fen } from '@jielong/kernel';
import type { ConfirmPurchase } from '@jielong/orders-contract';
import { type Account, accounts, buying, type Flow } from './money.js';
import { paidFen } from './price.js';
import { inProportion, type Parts, sumOf } from './proportion.js';

/** One bundle that one run wants of a purchase. */
export interface PurchaseLine {
  readonly runId: string;
  readonly bundle: string;
  readonly expected: number;
  readonly quotedPriceFen: Fen;
  /** Portions of other bundles, by bundle, that households take it in place of, where they cannot be had. */
  readonly replaces: Parts;
}
export interface BoughtLine extends Omit<PurchaseLine, 'replaces'> {
  readonly bought: number;
  /** Of one portion. */
  readonly priceFen: Fen;
  /** What a weighed receipt comes to beyond whole fen a portion. */
  readonly restFen: Fen;
}
/** What goods of a run have already done, by bundle: they may have moved before anybody reported the purchase. */
export interface Moved {
  readonly runId: string;
  readonly bundle: string;
  /** Booked as received from the shop. */
  readonly received: number;
  /** In the hands of households. */
  readonly handedOut: number;
}
type Said = NonNullable<ConfirmPurchase['bought']>;
/** As much of a report as says what was bought. */
export type Buying = Pick<ConfirmPurchase, 'bought' | 'shares'>;

/**
 * What was bought for each run. A bundle that is not named was bought as expected, at the quoted price; less than expected is divided
 * between the runs in proportion, unless a person says how; more, in place of another bundle that is short, goes where that one is missing.
 * Refuses what contradicts what was ordered or handed out.
 */
export function boughtBy(
  lines: readonly PurchaseLine[],
  { bought = {}, shares = {} }: Buying = {},
  moved: readonly Moved[] = [],
): BoughtLine[] {
  const bundles = [...new Set(lines.map(({ bundle }) => bundle))];
  const unknown = [...Object.keys(bought), ...Object.keys(shares)].filter((bundle) => !bundles.includes(bundle));
  if (unknown.length) throw unknownBundle(unknown, bundles);
  const all = bundles.map((bundle): OneBundle => {
    const of = <It extends { readonly bundle: string }>(them: readonly It[]): It[] => them.filter((it) => it.bundle === bundle);
    return { bundle, lines: of(lines), moved: of(moved), said: bought[bundle], shares: shares[bundle] };
  });
  const missing = new Map(all.map((one) => [one.bundle, missingOf(one)]));
  return all.flatMap((one) => boughtOf({ ...one, instead: insteadBy(one, missing) }));
}

interface OneBundle {
  readonly bundle: string;
  readonly lines: readonly PurchaseLine[];
  readonly moved: readonly Moved[];
  readonly said: Said[string] | undefined;
  readonly shares: Parts | undefined;
}
interface WithInstead extends OneBundle {
  /** By run: how many of it are wanted in place of others that could not be bought. */
  readonly instead: Parts;
}

const byRun = ({ lines }: OneBundle, of: (line: PurchaseLine) => number): Parts =>
  Object.fromEntries(lines.map((line) => [line.runId, of(line)]));
const expectedOf = (one: OneBundle): number => sumOf(byRun(one, ({ expected }) => expected));
const portionsOf = (one: OneBundle): number => one.said?.portions ?? expectedOf(one);
const inTheirShares = (one: OneBundle, portions: number): Parts =>
  one.shares ??
  inProportion(
    portions,
    byRun(one, ({ expected }) => expected),
  );

/** By run: how many of what was expected could not be bought. */
function missingOf(one: OneBundle): Parts {
  const parts = inTheirShares(one, Math.min(portionsOf(one), expectedOf(one)));
  return byRun(one, ({ runId, expected }) => Math.max(0, expected - (parts[runId] ?? 0)));
}
const insteadBy = (one: OneBundle, missing: ReadonlyMap<string, Parts>): Parts =>
  byRun(one, ({ runId, replaces }) =>
    Object.entries(replaces).reduce((sum, [bundle, taken]) => sum + Math.min(taken, missing.get(bundle)?.[runId] ?? 0), 0),
  );

function boughtOf(one: WithInstead): BoughtLine[] {
  const { bundle, lines, moved, said, shares, instead } = one;
  const portions = portionsOf(one);
  const most = Math.max(
    expectedOf(one) + sumOf(instead),
    moved.reduce((sum, { received }) => sum + received, 0),
  );
  if (portions > most) throw moreThanOrdered(bundle, portions, most);
  if (portions === 0 && said?.totalFen) throw moneyForNothing(bundle, said.totalFen);
  const parts = shares ? sharesOf(one, shares, portions) : partsOf(one, portions);
  moved.forEach(({ runId, handedOut }) => {
    if ((parts[runId] ?? 0) < handedOut)
      throw lessThanHandedOut({ bundle, portions: parts[runId] ?? 0, handedOut, of: lines.length > 1 ? runId : null });
  });
  return priced(lines, parts, said);
}

/** In proportion to what is expected; what is more, to what it stands in place of, else to where more has come than was expected. */
function partsOf(one: WithInstead, portions: number): Parts {
  const more = portions - expectedOf(one);
  const beyond = byRun(one, ({ runId, expected }) => Math.max(0, (one.moved.find((it) => it.runId === runId)?.received ?? 0) - expected));
  const weights = [one.instead, beyond].find((parts) => sumOf(parts) > 0);
  if (more <= 0 || !weights) return inTheirShares(one, portions);
  const parts = inProportion(more, weights);
  return byRun(one, (line) => line.expected + (parts[line.runId] ?? 0));
}

/** As a person has divided it: among the runs of the purchase, all that was bought, and nobody more than is wanted or has come. */
function sharesOf({ bundle, lines, moved, instead }: WithInstead, shares: Parts, portions: number): Parts {
  const foreign = Object.keys(shares).find((run) => !lines.some(({ runId }) => runId === run));
  if (foreign !== undefined) throw foreignRun(bundle, foreign);
  if (sumOf(shares) !== portions) throw sharesDiffer(bundle, sumOf(shares), portions);
  for (const { runId, expected } of lines) {
    const received = moved.find((it) => it.runId === runId)?.received ?? 0;
    const most = Math.max(expected + (instead[runId] ?? 0), received);
    if ((shares[runId] ?? 0) > most) throw moreThanOrdered(bundle, shares[runId] ?? 0, most);
  }
  return shares;
}

/** A whole receipt is so many whole fen a portion; the fen that are left over are paid too, and belong to somebody's portions. */
function priced(lines: readonly PurchaseLine[], parts: Parts, said: Said[string] | undefined): BoughtLine[] {
  const portions = sumOf(parts);
  const each = said?.totalFen === undefined || portions === 0 ? said?.priceFen : Math.floor(said.totalFen / portions);
  const rests = said?.totalFen === undefined || each === undefined ? {} : inProportion(said.totalFen - each * portions, parts);
  return lines.map((line) => ({
    ...line,
    bought: parts[line.runId] ?? 0,
    priceFen: each === undefined ? line.quotedPriceFen : fen(each),
    restFen: fen(rests[line.runId] ?? 0),
  }));
}

/** What a purchase means in the books. */
export const purchaseFlows = (purchaseId: string, paidBy: Account, lines: readonly BoughtLine[]): Flow[] =>
  lines
    .map((line) => buying({ runId: line.runId, purchaseId, bundle: line.bundle, paidBy, amountFen: paidFen(line) }))
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
      zh: `${bundle} 登记买了 ${portions} 份，订的连同用来替换的只要 ${most} 份。多出来的请退回超市，按 ${most} 份登记。`,
      en: `${portions} of ${bundle} are reported as bought; ordered, or taken in place of others, are ${most}. Take the rest back and report ${most}.`,
    },
    { bundle, portions, ordered: most },
  );
const lessThanHandedOut = ({
  bundle,
  portions,
  handedOut,
  of,
}: {
  bundle: string;
  portions: number;
  handedOut: number;
  of: string | null;
}) =>
  new DomainError(
    'conflict',
    'less-than-handed-out',
    of === null
      ? {
          zh: `${bundle} 登记买了 ${portions} 份，但已经发给居民 ${handedOut} 份。请核对数量。`,
          en: `${portions} of ${bundle} are reported as bought, but households have ${handedOut} already. Count again.`,
        }
      : {
          zh: `${bundle} 分给批次 ${of} 的只有 ${portions} 份，但那里已经发给居民 ${handedOut} 份。请核对数量，或用 shares 写明每个批次几份。`,
          en: `${portions} of ${bundle} would be for run ${of}, but its households have ${handedOut} already. Count again, or say in \`shares\` how many are for each run.`,
        },
    { bundle, portions, handedOut, ...(of === null ? {} : { runId: of }) },
  );
const moneyForNothing = (bundle: string, totalFen: number) =>
  new DomainError(
    'invalid',
    'money-for-nothing',
    {
      zh: `${bundle} 写了 0 份却有金额。请核对份数，没有买就不写金额。`,
      en: `${bundle} has an amount but no portions. Check the portions; without any, leave the amount out.`,
    },
    { bundle, totalFen },
  );
const foreignRun = (bundle: string, runId: string) =>
  new DomainError(
    'invalid',
    'foreign-run',
    {
      zh: `shares 里 ${bundle} 的批次 ${runId} 不在这次采购里。`,
      en: `\`shares\` names run ${runId} for ${bundle}, which this purchase does not serve.`,
    },
    { bundle, runId },
  );
const sharesDiffer = (bundle: string, shared: number, portions: number) =>
  new DomainError(
    'invalid',
    'shares-differ',
    {
      zh: `${bundle} 买了 ${portions} 份，shares 加起来是 ${shared} 份。请改到相等。`,
      en: `${portions} of ${bundle} were bought, the shares come to ${shared}. They have to be equal.`,
    },
    { bundle, shared, portions },
  );
