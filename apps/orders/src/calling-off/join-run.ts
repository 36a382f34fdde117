import { randomUUID } from 'node:crypto';
import { DomainError } from '@jielong/kernel';
import { checkOrdering, fitting, type JoiningOrder } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { followMerges } from '../merges/follow-merges.js';
import { linesOf, reshape } from '../orders/order-lines.rows.js';
import { insertOrders } from '../orders/order-rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { countOrdered, lockBundles, lockRun } from '../supply-runs/run-rows.js';
import { orders as sealedOrders } from '../sealed.js';

interface OrderRow extends JoiningOrder {
  readonly placedBy: string | null;
  readonly placedByHousehold: string | null;
  readonly paidBy: string;
  readonly mayCollect: readonly string[];
  readonly fulfilment: 'pick-up' | 'drop-at-building' | 'to-door' | 'left-at-door';
  readonly remark: string | null;
  readonly firstSeenAt: Date;
}
export interface Joined {
  readonly moved: number;
  readonly leftBehind: number;
}

/** The open orders of a run join another one of the same compound, in the order of their first sight, each with the times of its portions. */
export async function joinRun(tx: EntityManager, { runId, compound }: HeldRun, into: string): Promise<Joined> {
  if (into === runId) throw notItself();
  const target = await lockRun(tx, into, 'SHARE');
  if (target.compound !== compound) throw otherCompound(target.compound);
  checkOrdering(target, 'staff');
  const bundles = await lockBundles(tx, into);
  const sealed = await tx.query<OrderRow[]>(openOrders, [runId]);
  const orders = sealed.map((order) => sealedOrders.open(tx, order.orderId, order));
  const [taken, points] = [await householdsIn(tx, into), await pointsOf(tx, into)];
  const { joining, ordered } = fitting(orders, { bundles, points, taken });
  const pairs = joining.map((order) => ({ order, orderId: randomUUID() }));
  await insertOrders(
    tx,
    pairs.map(({ order, orderId }) => ({ ...order, orderId, runId: into, way: 'staff' as const, chain: null })),
  );
  await countOrdered(tx, into, ordered);
  await writeLines(tx, into, pairs);
  await tx.query(
    'UPDATE orders o SET joined_order = j.joined FROM jsonb_to_recordset($1) AS j("orderId" uuid, joined uuid) WHERE o.order_id = j."orderId"',
    [JSON.stringify(pairs.map(({ order, orderId }) => ({ orderId: order.orderId, joined: orderId })))],
  );
  await followMerges(tx, into); // only now: two orders of what is one household now each fit, and become one there
  return { moved: joining.length, leftBehind: orders.length - joining.length };
}

/** An increment keeps its time: who ordered first is served first, in the next turn too. */
async function writeLines(
  tx: EntityManager,
  into: string,
  pairs: readonly { readonly order: OrderRow; readonly orderId: string }[],
): Promise<void> {
  const lines = await linesOf(
    tx,
    pairs.map(({ order }) => order.orderId),
  );
  const incrementsOf = (orderId: string, bundle: string) =>
    lines.find((line) => line.orderId === orderId && line.bundle === bundle)?.increments ?? [];
  const reshapings = pairs.map(({ order, orderId }) => ({
    orderId,
    items: order.items,
    coming: (bundle: string) => incrementsOf(order.orderId, bundle),
  }));
  await reshape(tx, into, [], reshapings);
  await tx.query(
    `UPDATE order_lines l SET takes_substitute = old.takes_substitute FROM jsonb_to_recordset($1) AS j("from" uuid, "to" uuid)
     JOIN order_lines old ON old.order_id = j."from"
     WHERE l.order_id = j."to" AND l.bundle = old.bundle AND old.takes_substitute IS NOT NULL`,
    [JSON.stringify(pairs.map(({ order, orderId }) => ({ from: order.orderId, to: orderId })))],
  );
}

const openOrders = `
  SELECT o.order_id AS "orderId", o.for_household AS "forHousehold", o.placed_by AS "placedBy", o.placed_by_household AS "placedByHousehold",
    o.paid_by AS "paidBy", o.may_collect AS "mayCollect", o.pickup_point_id AS "pickupPointId", o.fulfilment, o.remark,
    o.first_seen_at AS "firstSeenAt",
    (SELECT jsonb_object_agg(l.bundle, l.portions) FROM order_lines l WHERE l.order_id = o.order_id AND l.state = 'open') AS items
  FROM orders o WHERE o.run_id = $1 AND o.state = 'open'
    AND EXISTS (SELECT FROM order_lines l WHERE l.order_id = o.order_id AND l.state = 'open')
  ORDER BY o.first_seen_at, o.order_id FOR UPDATE`;

const householdsIn = async (tx: EntityManager, runId: string): Promise<Set<string>> => {
  const rows = await tx.query<{ id: string }[]>(`SELECT for_household AS id FROM orders WHERE run_id = $1 AND state = 'open'`, [runId]);
  return new Set(rows.map(({ id }) => id));
};
const pointsOf = async (tx: EntityManager, runId: string): Promise<Set<string>> => {
  const rows = await tx.query<{ id: string }[]>('SELECT pickup_point_id AS id FROM run_pickup_points WHERE run_id = $1', [runId]);
  return new Set(rows.map(({ id }) => id));
};

const notItself = () =>
  new DomainError('invalid', 'joins-itself', {
    zh: '批次不能并入自己。请用 into 写明下一轮批次的编号。',
    en: 'A run cannot join itself: name the next turn in `into`.',
  });
const otherCompound = (compound: string) =>
  new DomainError(
    'invalid',
    'other-compound',
    { zh: '要并入的批次属于另一个小区。', en: 'The run to be joined is another compound’s.' },
    { compound },
  );
