import { type Items, type OpenBundle, leftOf } from './demand.js';

/** An order of a run that does not come about. */
export interface JoiningOrder {
  readonly orderId: string;
  readonly forHousehold: string;
  readonly pickupPointId: string;
  readonly items: Items;
}
export interface Joinable {
  readonly bundles: readonly OpenBundle[];
  readonly points: ReadonlySet<string>;
  /** Households that have an order there already. */
  readonly taken: ReadonlySet<string>;
}
export interface Joining<Order> {
  readonly joining: readonly Order[];
  /** What they come to, by bundle. */
  readonly ordered: Items;
}

/** Which orders fit whole into another run, the first seen first: never half of one, never a second one of a household, never above a cap. */
export function fitting<Order extends JoiningOrder>(orders: readonly Order[], { bundles, points, taken }: Joinable): Joining<Order> {
  const left = new Map(bundles.map((bundle) => [bundle.bundle, leftOf(bundle)]));
  const limits = new Map(bundles.map(({ bundle, limitPerHousehold }) => [bundle, limitPerHousehold]));
  const joining: Order[] = [];
  const ordered: Record<string, number> = {};
  for (const order of orders) {
    const items = Object.entries(order.items);
    const fits = items.every(([bundle, portions]) => portions <= Math.min(left.get(bundle) ?? 0, limits.get(bundle) ?? 0));
    if (!fits || taken.has(order.forHousehold) || !points.has(order.pickupPointId)) continue;
    joining.push(order);
    for (const [bundle, portions] of items) {
      left.set(bundle, (left.get(bundle) ?? 0) - portions);
      ordered[bundle] = (ordered[bundle] ?? 0) + portions;
    }
  }
  return { joining, ordered };
}
