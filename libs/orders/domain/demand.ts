import type { RunStage } from '@jielong/orders-contract';
import { DomainError } from '@jielong/kernel';

/** Portions by bundle code. */
export type Items = Readonly<Record<string, number>>;

/** A bundle as a run has opened it, and how many portions of it are ordered. */
export interface OpenBundle {
  readonly bundle: string;
  readonly name: string;
  readonly unit: string;
  readonly limitPerHousehold: number;
  readonly cap: number;
  readonly ordered: number;
}
export interface OrderingHours {
  readonly stage: RunStage;
  readonly cutOffAt: Date;
  /** By the clock of the database. */
  readonly now: Date;
}

/** Who orders: households and those who order for them until cut-off; staff and sign-up chains until the lock. */
export type Door = 'self-service' | 'staff';

/** Refuses an order that comes too late for its door. */
export function checkOrdering({ stage, cutOffAt, now }: OrderingHours, door: Door): void {
  if (stage !== 'ordering' && stage !== 'confirming') throw locked(stage);
  if (door === 'self-service' && (stage !== 'ordering' || now >= cutOffAt)) throw closed(cutOffAt);
}

/** What is wanted, without the bundles of which nothing is wanted. */
export const wanted = (items: Items): Items => Object.fromEntries(Object.entries(items).filter(([, portions]) => portions > 0));

/** What `after` has more or less than `before`, by bundle. */
export function differenceOf(before: Items, after: Items): Items {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  const pairs = [...codes].sort().map((code) => [code, (after[code] ?? 0) - (before[code] ?? 0)] as const);
  return Object.fromEntries(pairs.filter(([, more]) => more !== 0));
}

export const portionsOf = (items: Items): number => Object.values(items).reduce((sum, portions) => sum + portions, 0);

/** Refuses bundles that the run has not opened, more than a household may have, and more than is left. Less of anything is always possible. */
export function checkDemand(before: Items, after: Items, bundles: readonly OpenBundle[]): void {
  const difference = differenceOf(before, after);
  checkOffered(
    difference,
    bundles.map(({ bundle }) => bundle),
  );
  for (const bundle of bundles) {
    const [more, asked] = [difference[bundle.bundle] ?? 0, after[bundle.bundle] ?? 0];
    if (more <= 0) continue;
    if (asked > bundle.limitPerHousehold) throw overLimit(bundle, asked);
    if (bundle.ordered + more > bundle.cap) throw soldOut(bundle, more);
  }
}

/** Refuses bundles that the run has not opened. */
export function checkOffered(items: Readonly<Record<string, unknown>>, open: readonly string[]): void {
  for (const code of Object.keys(items)) if (!open.includes(code)) throw notOpen(code, open);
}

export const leftOf = ({ cap, ordered }: OpenBundle): number => cap - ordered;

export const nothingOrdered = () =>
  new DomainError('invalid', 'nothing-ordered', {
    zh: '订单里没有一份东西。请至少写一种套餐和份数，例如 {"SC01": 1}。',
    en: 'The order holds no portion. Name at least one bundle with its portions, such as {"SC01": 1}.',
  });

const closed = (cutOffAt: Date) =>
  new DomainError(
    'conflict',
    'ordering-closed',
    {
      zh: '已经截单，自助下单、改单都停止了。需要补登的请找社区书记或团长。',
      en: 'Ordering has ended. Ask the coordinator or the group-buy leader to enter it.',
    },
    { cutOffAt: cutOffAt.toISOString() },
  );
const locked = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'orders-locked',
    {
      zh: '这个批次已经锁单或结束，订单不能再变动。',
      en: 'The orders of this run are locked, or it is over: they cannot be changed any more.',
    },
    { stage },
  );
const notOpen = (code: string, offered: readonly string[]) => {
  const open = [...offered].sort();
  return new DomainError(
    'invalid',
    'bundle-not-open',
    {
      zh: `这个批次没有开放套餐 ${code}。可订的是：${open.join('、')}。`,
      en: `This run does not offer bundle ${code}. It offers ${open.join(', ')}.`,
    },
    { bundle: code, open },
  );
};
const overLimit = ({ bundle, name, unit, limitPerHousehold }: OpenBundle, asked: number) =>
  new DomainError(
    'conflict',
    'over-limit',
    {
      zh: `${name}每户限购 ${limitPerHousehold} ${unit}，这一单共 ${asked} ${unit}。请减到 ${limitPerHousehold} ${unit}以内。`,
      en: `A household may have ${limitPerHousehold} of ${bundle}; this order comes to ${asked}. Order at most ${limitPerHousehold}.`,
    },
    { bundle, limit: limitPerHousehold, asked },
  );
const soldOut = (bundle: OpenBundle, more: number) => {
  const left = leftOf(bundle);
  return new DomainError(
    'conflict',
    'sold-out',
    {
      zh: `${bundle.name}只剩 ${left} ${bundle.unit}，不够再订 ${more} ${bundle.unit}。`,
      en: `${left} of ${bundle.bundle} are left, ${more} more were asked for.`,
    },
    { bundle: bundle.bundle, left, asked: more },
  );
};
