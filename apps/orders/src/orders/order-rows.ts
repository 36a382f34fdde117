import { DomainError } from '@jielong/kernel';
import type { Fulfilment } from '@jielong/members-contract';
import type { OrderWay } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import { orders as sealedOrders } from '../sealed.js';
import { noSuchOrder } from './order-list.js';

/** An order as a row; its lines are written apart. */
export interface NewOrder {
  readonly orderId: string;
  readonly runId: string;
  readonly forHousehold: string;
  readonly placedBy: string | null;
  readonly placedByHousehold: string | null;
  readonly paidBy: string;
  readonly mayCollect: readonly string[];
  readonly pickupPointId: string;
  readonly fulfilment: Fulfilment;
  readonly way: OrderWay;
  readonly chain: string | null;
  readonly remark: string | null;
  /** ISO 8601 or a Date of the database's clock. */
  readonly firstSeenAt: string | Date;
}
export interface LockedOrder {
  readonly orderId: string;
  readonly runId: string;
  readonly forHousehold: string;
  readonly pickupPointId: string;
  readonly fulfilment: Fulfilment;
  readonly paidBy: string;
  readonly mayCollect: readonly string[];
  readonly remark: string | null;
  readonly state: 'open' | 'cancelled';
  /** The order that it has ended in. */
  readonly joinedOrder: string | null;
}

/** Writes orders; gives back the ids of those that were written: a household that has an open order in the run already gets no second one. */
export const insertOrders = async (tx: EntityManager, orders: readonly NewOrder[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.query<{ id: string }[]>(
    `INSERT INTO orders (order_id, run_id, for_household, placed_by, placed_by_household, paid_by, may_collect, pickup_point_id, fulfilment,
       way, chain, remark, first_seen_at)
     SELECT "orderId", "runId", "forHousehold", "placedBy", "placedByHousehold", "paidBy",
       ARRAY(SELECT jsonb_array_elements_text("mayCollect")::uuid), "pickupPointId", fulfilment, way, chain, remark, "firstSeenAt"
     FROM jsonb_to_recordset($1) AS o("orderId" uuid, "runId" uuid, "forHousehold" uuid, "placedBy" text, "placedByHousehold" uuid,
       "paidBy" uuid, "mayCollect" jsonb, "pickupPointId" uuid, fulfilment text, way text, chain text, remark text, "firstSeenAt" timestamptz)
     ON CONFLICT (community_id, run_id, for_household) WHERE state = 'open' DO NOTHING RETURNING order_id AS id`,
    [JSON.stringify(orders.map((order) => sealedOrders.seal(tx, order.orderId, order)))],
  );
  return new Set(rows.map(({ id }) => id));
};

/** Holds an order until the transaction ends; its run's counters are locked before. */
export async function lockOrder(tx: EntityManager, orderId: string): Promise<LockedOrder> {
  const [order] = await tx.query<LockedOrder[]>(
    `SELECT order_id AS "orderId", run_id AS "runId", for_household AS "forHousehold", pickup_point_id AS "pickupPointId", fulfilment,
       paid_by AS "paidBy", may_collect AS "mayCollect", remark, state, joined_order AS "joinedOrder"
     FROM orders WHERE order_id = $1 FOR UPDATE`,
    [orderId],
  );
  if (!order) throw noSuchOrder(orderId);
  return sealedOrders.open(tx, orderId, order);
}

/** Which run an order belongs to; that never changes. */
export async function runOf(tx: EntityManager, orderId: string): Promise<string> {
  const [row] = await tx.query<{ runId: string }[]>('SELECT run_id AS "runId" FROM orders WHERE order_id = $1', [orderId]);
  if (!row) throw noSuchOrder(orderId);
  return row.runId;
}

/** Ends orders; their lines and the counters are the caller's. */
export const cancelOrders = async (tx: EntityManager, orderIds: readonly string[], reason: string | null): Promise<void> => {
  const rows = orderIds.map((id) => sealedOrders.seal(tx, id, { id, cancelReason: reason }));
  await tx.query(
    `UPDATE orders o SET state = 'cancelled', cancelled_at = clock_timestamp(), cancel_reason = c."cancelReason"
     FROM jsonb_to_recordset($1) AS c(id uuid, "cancelReason" text) WHERE o.order_id = c.id`,
    [JSON.stringify(rows)],
  );
};

/** The point at which an order is collected: one of the run's, or a refusal that names them. */
export async function checkPickupPoint(tx: EntityManager, runId: string, pickupPointId: string): Promise<void> {
  const points = await tx.query<{ id: string; gate: string; name: string }[]>(
    'SELECT pickup_point_id AS id, gate, name FROM run_pickup_points WHERE run_id = $1 ORDER BY gate, name',
    [runId],
  );
  if (points.some(({ id }) => id === pickupPointId)) return;
  const names = points.map(({ gate, name }) => `${gate} ${name}`).join('、');
  throw new DomainError(
    'invalid',
    'no-such-pickup-point',
    {
      zh: `这个批次没有开这个自提点。本批次的自提点：${names}。请指明其中一个（pickupPointId）。`,
      en: `This run does not use that pickup point. It uses ${names}: name one of them (\`pickupPointId\`).`,
    },
    { pickupPointId, points },
  );
}
