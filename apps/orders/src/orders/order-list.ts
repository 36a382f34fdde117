import { DomainError } from '@jielong/kernel';
import { householdNow, membersViews } from '@jielong/members-contract';
import type { orderAnswer, ordersQuery } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf, withinScopes } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { sameHousehold } from '../merges/same-household.rows.js';
import { runMustExist } from '../supply-runs/run-rows.js';
import { orders as sealedOrders } from '../sealed.js';
import { peopleCollecting } from './collectors.rows.js';

/** An order as it is read: dates become ISO 8601 on their way out. */
export type OrderView = Omit<z.output<typeof orderAnswer>, 'firstSeenAt' | 'cancelledAt'> & { firstSeenAt: Date; cancelledAt: Date | null };
type Row = OrderView & { cursor: string };

const select = `
  SELECT o.order_id AS id, o.run_id AS "runId", o.for_household AS "forHousehold", coalesce(h.building, '') AS building, h.unit,
    coalesce(h.room, '') AS room, o.placed_by_household AS "placedByHousehold", o.paid_by AS "paidBy", o.may_collect AS "mayCollect",
    ${peopleCollecting(householdNow('h'))} AS "peopleMayCollect",
    o.pickup_point_id AS "pickupPointId", o.fulfilment, o.way, o.chain, o.state, o.first_seen_at AS "firstSeenAt",
    o.cancelled_at AS "cancelledAt", o.cancel_reason AS "cancelReason", o.joined_order AS "joinedOrder", o.first_seen_at::text AS cursor,
    coalesce(l.items, '{}') AS items, coalesce(l.lines, '[]') AS lines, coalesce(l.portions, 0)::integer AS portions,
    coalesce(l.money, 0)::float8 AS "moneyFen"
  FROM orders o LEFT JOIN ${membersViews.households} h ON h.id = o.for_household
  LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(l.bundle, l.portions) FILTER (WHERE l.state <> 'cancelled' AND l.in_place_of IS NULL) AS items,
      jsonb_agg(jsonb_build_object('id', l.order_line_id, 'bundle', l.bundle, 'portions', l.portions, 'state', l.state,
        'allocated', l.allocated, 'priceFen', b.price_fen, 'takesSubstitute', l.takes_substitute, 'inPlaceOf', original.bundle)
        ORDER BY coalesce(original.bundle, l.bundle), original.bundle NULLS FIRST)
        FILTER (WHERE l.in_place_of IS NULL OR l.allocated > 0) AS lines,
      sum(l.portions) FILTER (WHERE l.state <> 'cancelled') AS portions,
      sum(l.portions * b.price_fen) FILTER (WHERE l.state <> 'cancelled') AS money
    FROM order_lines l JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
    LEFT JOIN order_lines original ON original.order_line_id = l.in_place_of WHERE l.order_id = o.order_id
  ) l ON true`;

const shown = (tx: EntityManager, { cursor: _, ...order }: Row): OrderView => sealedOrders.open(tx, order.id, order);

/** One order. */
export async function readOrder(tx: EntityManager, orderId: string): Promise<OrderView> {
  const [row] = await tx.query<Row[]>(`${select} WHERE o.order_id = $1`, [orderId]);
  if (!row) throw noSuchOrder(orderId);
  return shown(tx, row);
}

const keySchema = z.tuple([z.string().max(40), z.uuid()]);

/** Orders of a run that are collected at these of its points. */
export interface OfRun {
  readonly runId: string;
  readonly points: readonly string[];
}
/** And those of homes within one of the scopes. */
interface ReadableOfRun extends OfRun {
  readonly scopes: string | null;
}
const ofTheirHomes = withinScopes('$9', { compound: 'h.compound', building: 'h.building', unit: 'h.unit' });

/** The orders of a run, in the order in which they were first seen. */
export async function listOrders(
  tx: EntityManager,
  { runId, points, scopes }: ReadableOfRun,
  query: z.output<typeof ordersQuery>,
): Promise<Page<OrderView>> {
  await runMustExist(tx, runId);
  const [seenAt, id] = decodeCursor(query.after, keySchema) ?? [null, null];
  const households = query.household === undefined ? null : (await sameHousehold(tx, [query.household]))(query.household);
  const rows = await tx.query<Row[]>(
    `${select} WHERE o.run_id = $1 AND ($2::text IS NULL OR o.state = $2) AND ($3::uuid[] IS NULL OR o.for_household = ANY($3))
       AND ($4::text IS NULL OR o.way = $4) AND ($5::timestamptz IS NULL OR (o.first_seen_at, o.order_id) > ($5::timestamptz, $6::uuid))
       AND (o.pickup_point_id = ANY($8) OR h.id IS NOT NULL AND ${ofTheirHomes})
     ORDER BY o.first_seen_at, o.order_id LIMIT $7`,
    [runId, query.state ?? null, households, query.way ?? null, seenAt, id, query.limit + 1, points, scopes],
  );
  return pageOf(
    rows,
    query.limit,
    ({ cursor, id: orderId }) => [cursor, orderId],
    (row) => shown(tx, row),
  );
}

export const noSuchOrder = (orderId: string) =>
  new DomainError(
    'not-found',
    'no-such-order',
    {
      zh: '没有这个订单。用 GET /api/supply-runs/{id}/orders 查看批次的订单。',
      en: 'There is no such order. `GET /api/supply-runs/{id}/orders` lists those of a run.',
    },
    { orderId },
  );
