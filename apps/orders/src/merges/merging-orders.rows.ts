import { membersViews } from '@jielong/members-contract';
import type { JoinedOrder, MergingOrder } from '@jielong/orders-domain';
import { nextId } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { orderMoves, orders as sealedOrders } from '../sealed.js';

/** Few households are merged, a run has thousands of orders: each is looked for by its id, whatever the planner believes of either. */
const ofMerged = `
  SELECT h.merged_into FROM ${membersViews.households} h
  CROSS JOIN LATERAL (SELECT FROM orders WHERE run_id = $1 AND for_household = h.id AND state = 'open' LIMIT 1) o
  WHERE h.merged_into IS NOT NULL`;

/** Whether a run has an open order of a household that was merged. */
export const hasMerged = async (tx: EntityManager, runId: string): Promise<boolean> =>
  (await tx.query<unknown[]>(`${ofMerged} LIMIT 1`, [runId])).length > 0;

/** Open orders of a run of households that were merged, and of those that they are now, by first sight. The run's counters are held. */
export async function mergingOrders(tx: EntityManager, runId: string): Promise<MergingOrder[]> {
  const rows = await tx.query<MergingOrder[]>(
    `WITH merged AS MATERIALIZED (${ofMerged})
     SELECT o.order_id AS "orderId", o.for_household AS "forHousehold", coalesce(h.merged_into, o.for_household) AS household,
       coalesce(p.merged_into, o.paid_by) AS "paidBy", o.may_collect AS "mayCollect", o.pickup_point_id AS "pickupPointId", o.fulfilment, o.remark,
       coalesce((SELECT jsonb_object_agg(l.bundle, l.portions) FROM order_lines l WHERE l.order_id = o.order_id AND l.state = 'open'), '{}') AS items
     FROM orders o LEFT JOIN ${membersViews.households} h ON h.id = o.for_household LEFT JOIN ${membersViews.households} p ON p.id = o.paid_by
     WHERE o.run_id = $1 AND o.state = 'open' AND coalesce(h.merged_into, o.for_household) IN (SELECT merged_into FROM merged)
     ORDER BY o.first_seen_at, o.order_id FOR UPDATE OF o`,
    [runId],
  );
  return rows.map((row) => sealedOrders.open(tx, row.orderId, row));
}

/** The order that stays says whose it is, who pays and who may collect; those that ended in it say so. */
export async function writeJoined(tx: EntityManager, { joined, ...kept }: JoinedOrder): Promise<void> {
  await tx.query('UPDATE orders SET joined_order = $2 WHERE order_id = ANY($1)', [joined, kept.orderId]);
  await tx.query('UPDATE orders SET for_household = $2, paid_by = $3, may_collect = $4, remark = $5 WHERE order_id = $1', [
    kept.orderId,
    kept.household,
    kept.paidBy,
    kept.mayCollect,
    sealedOrders.seal(tx, kept.orderId, { remark: kept.remark }).remark,
  ]);
  if (kept.before !== kept.household) await noteMove(tx, kept.orderId, { from: kept.before, to: kept.household, reason: null });
}

/** Keeps that an order is another household's from now on. */
export async function noteMove(
  tx: EntityManager,
  orderId: string,
  { from, to, reason }: { readonly from: string; readonly to: string; readonly reason: string | null },
): Promise<void> {
  const id = await nextId(tx, 'order_moves', 'move_id');
  await tx.query(
    'INSERT INTO order_moves (move_id, order_id, from_household, to_household, reason) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5)',
    [id, orderId, from, to, orderMoves.seal(tx, id, { reason }).reason],
  );
}
