import { type Items, type OpenBundle, wanted } from './demand.js';

/** An open order of a household that was merged, or of the one that it is now. Its household and its payer are those of today; who may collect is as it was written. */
export interface MergingOrder {
  readonly orderId: string;
  /** The household that it is for, as it was written. */
  readonly forHousehold: string;
  /** The household that this is now. */
  readonly household: string;
  readonly paidBy: string;
  readonly mayCollect: readonly string[];
  readonly pickupPointId: string;
  readonly fulfilment: string;
  readonly remark: string | null;
  readonly items: Items;
}

/** What two orders of what is one household now may differ in. */
export type Merging = Pick<MergingOrder, 'paidBy' | 'pickupPointId' | 'fulfilment'>;

/** What a person has to look at after two orders have become one. Nothing waits for it. */
export type MergeQuestion =
  | { readonly is: 'over-limit'; readonly bundle: string; readonly portions: number; readonly limit: number }
  | { readonly is: 'other-payer'; readonly household: string }
  | { readonly is: 'other-place'; readonly pickupPointId: string; readonly fulfilment: string };

/** One order of a household, where there may have been several. */
export interface JoinedOrder {
  readonly orderId: string;
  readonly before: string;
  readonly household: string;
  readonly paidBy: string;
  readonly mayCollect: readonly string[];
  readonly remark: string | null;
  readonly items: Items;
  /** Orders that have ended in it. */
  readonly joined: readonly string[];
  readonly questions: readonly MergeQuestion[];
}

/**
 * One order a household: the household's own one stays, or the first seen of those that come to it; the portions of the others are added to it.
 * Nothing is taken from anybody over a limit, and nobody is asked before: what a person may want to change is said.
 */
export function joinOrders(orders: readonly MergingOrder[], bundles: readonly OpenBundle[]): JoinedOrder[] {
  const households = [...new Set(orders.map(({ household }) => household))];
  return households.flatMap((household) => {
    const own = orders.filter((order) => order.household === household);
    const kept = own.find(({ forHousehold }) => forHousehold === household) ?? own[0];
    return kept
      ? [
          joinInto(
            kept,
            own.filter(({ orderId }) => orderId !== kept.orderId),
            bundles,
          ),
        ]
      : [];
  });
}

function joinInto(kept: MergingOrder, others: readonly MergingOrder[], bundles: readonly OpenBundle[]): JoinedOrder {
  const all = [kept, ...others];
  const items = all.map((order) => order.items).reduce(sum);
  const mayCollect = new Set(all.flatMap((order) => order.mayCollect));
  mayCollect.delete(kept.household);
  const remarks = all.flatMap(({ remark }) => (remark ? [remark] : []));
  return {
    orderId: kept.orderId,
    before: kept.forHousehold,
    household: kept.household,
    paidBy: kept.paidBy,
    mayCollect: [...mayCollect],
    remark: remarks.length > 0 ? remarks.join('；').slice(0, longestRemark) : null,
    items,
    joined: others.map(({ orderId }) => orderId),
    questions: mergeQuestions({ ...kept, items }, others, bundles),
  };
}

/** What a person may want to change of an order in which others have ended. It holds their portions. */
export const mergeQuestions = (
  kept: Merging & Pick<MergingOrder, 'items'>,
  ended: readonly Merging[],
  bundles: readonly OpenBundle[],
): MergeQuestion[] => (ended.length > 0 ? [...overLimits(kept.items, bundles), ...ended.flatMap((other) => differences(kept, other))] : []);

const longestRemark = 500;

const sum = (a: Items, b: Items): Items =>
  wanted(Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((code) => [code, (a[code] ?? 0) + (b[code] ?? 0)])));

const overLimits = (items: Items, bundles: readonly OpenBundle[]): MergeQuestion[] =>
  bundles.flatMap(({ bundle, limitPerHousehold: limit }) => {
    const portions = items[bundle] ?? 0;
    return portions > limit ? [{ is: 'over-limit' as const, bundle, portions, limit }] : [];
  });

const differences = (kept: Merging, { paidBy, pickupPointId, fulfilment }: Merging): MergeQuestion[] => [
  ...(paidBy === kept.paidBy ? [] : [{ is: 'other-payer' as const, household: paidBy }]),
  ...(pickupPointId === kept.pickupPointId && fulfilment === kept.fulfilment
    ? []
    : [{ is: 'other-place' as const, pickupPointId, fulfilment }]),
];
