import { readRoom } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { PointState } from '@jielong/logistics-contract';
import { type PickupLine, type PickupOrderState, pickupProblems, pickupStateOf } from '@jielong/logistics-domain';
import { type Page, decodeCursor, pageOf, strangeCursor } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { PickupOrdersQuery } from './pickup.schema.js';
import { type Collectors, collectorsSql } from './collectors.query.js';
import { runMustBeKnown } from './run-known.js';

/** An order as a list at a gate shows it. */
export interface PickupOrderItem extends Collectors {
  readonly orderId: string;
  readonly pointId: string;
  readonly pointName: string;
  readonly householdId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly code: string;
  readonly token: string;
  readonly fulfilment: string;
  readonly lines: readonly PickupLine[];
  readonly lastDelivery: { readonly outcome: string; readonly at: string } | null;
  readonly pickupIds: readonly string[];
  readonly state: PickupOrderState;
}
interface Row extends Omit<PickupOrderItem, 'state' | keyof Collectors> {
  readonly pointState: PointState;
  readonly collectors: Collectors;
}

/** Cheap enough to be computed, and the same words as the rule's: `pickupStateOf`. */
const stateSql = `CASE
  WHEN l.left_over = 0 THEN CASE WHEN l.got > 0 THEN 'handed-out' ELSE 'waiting' END
  WHEN p.state IN ('closed', 'cleared') THEN 'unclaimed'
  WHEN l.got > 0 THEN 'part-handed-out'
  WHEN p.state = 'open' THEN 'ready' ELSE 'waiting' END`;
/** Doors in the order in which one walks past them; 2 before 10. Kept out of cursors, for they are addresses. */
const placeSql = (h: string) =>
  `lpad(coalesce(${h}.building, ''), 12, '0'), lpad(coalesce(${h}.unit, ''), 12, '0'), lpad(coalesce(${h}.room, ''), 12, '0')`;
const partSql = (column: string) => `coalesce(nullif(ltrim(upper(${column}), '0'), ''), '0')`;

const ordersSql = `
  SELECT o.order_id AS "orderId", o.pickup_point_id AS "pointId", p.name AS "pointName", p.state AS "pointState",
    o.household_id AS "householdId", coalesce(h.building, '') AS building, h.unit, coalesce(h.room, '') AS room,
    coalesce(h.masked_name, '') AS "maskedName", o.code::text AS code, o.token, o.fulfilment, coalesce(l.lines, '[]') AS lines,
    (SELECT json_build_object('outcome', d.outcome, 'at', d.at) FROM deliveries d
      WHERE d.community_id = o.community_id AND d.order_id = o.order_id ORDER BY d.delivery_id DESC LIMIT 1) AS "lastDelivery",
    ARRAY(SELECT k.pickup_id FROM pickups k WHERE k.community_id = o.community_id AND k.order_id = o.order_id
      ORDER BY k.recorded_at, k.pickup_id) AS "pickupIds",
    ${collectorsSql} AS collectors
  FROM pickup_orders o
  JOIN run_points p ON p.community_id = o.community_id AND p.run_id = o.run_id AND p.pickup_point_id = o.pickup_point_id
  LEFT JOIN ${membersViews.households} h ON h.community_id = o.community_id AND h.id = o.household_id
  CROSS JOIN LATERAL (SELECT json_agg(json_build_object('orderLineId', order_line_id, 'bundle', bundle, 'portions', portions,
      'handedOut', handed_out) ORDER BY bundle, order_line_id) AS lines,
      coalesce(sum(handed_out), 0) AS got, coalesce(sum(portions - handed_out), 0) AS left_over
    FROM pickup_order_lines l WHERE l.community_id = o.community_id AND l.order_id = o.order_id) l
  WHERE o.run_id = $1
    AND ($2::uuid IS NULL OR o.pickup_point_id = $2)
    AND ($3::text IS NULL OR ${stateSql} = $3)
    AND ($4::text IS NULL OR (${partSql('h.building')} = $4 AND ${partSql('h.room')} = $5 AND ($6::text IS NULL OR ${partSql('h.unit')} = $6)))
    AND ($7::uuid IS NULL OR (${placeSql('h')}, o.order_id) > (SELECT ${placeSql('lh')}, lo.order_id FROM pickup_orders lo
      LEFT JOIN ${membersViews.households} lh ON lh.community_id = lo.community_id AND lh.id = lo.household_id
      WHERE lo.run_id = $1 AND lo.order_id = $7))
  ORDER BY ${placeSql('h')}, o.order_id
  LIMIT $8`;

/** A page of a run's orders, by building, unit and room. */
export async function listPickupOrders(
  tx: EntityManager,
  run: string,
  { limit, after, ...wanted }: PickupOrdersQuery & { readonly room?: string },
): Promise<Page<PickupOrderItem>> {
  await runMustBeKnown(tx, run);
  const [last] = decodeCursor(after, z.tuple([z.uuid()])) ?? [null];
  if (last !== null) await mustBeOf(tx, run, last);
  const rows = await ordersOf(tx, run, { ...wanted, last, limit: limit + 1 });
  return pageOf(rows, limit, ({ orderId }) => [orderId], itemOf);
}

async function mustBeOf(tx: EntityManager, run: string, order: string): Promise<void> {
  const found = await tx.query<unknown[]>('SELECT FROM pickup_orders WHERE run_id = $1 AND order_id = $2', [run, order]);
  if (!found.length) throw strangeCursor();
}

/** All of a run's orders, for sheets and texts. */
export const allPickupOrders = async (tx: EntityManager, run: string): Promise<PickupOrderItem[]> =>
  (await ordersOf(tx, run, { limit: null })).map(itemOf);

interface Wish {
  readonly point?: string | undefined;
  readonly state?: string | undefined;
  readonly room?: string | undefined;
  readonly last?: string | null;
  readonly limit: number | null;
}
function ordersOf(tx: EntityManager, run: string, { point, state, room, last = null, limit }: Wish): Promise<Row[]> {
  const reading = room === undefined ? undefined : readRoom(room);
  if (room !== undefined && !reading) throw pickupProblems.unreadableRoom();
  const place = [reading?.building ?? null, reading?.room ?? null, reading?.unit ?? null];
  return tx.query<Row[]>(ordersSql, [run, point ?? null, state ?? null, ...place, last, limit]);
}

const itemOf = ({ pointState, collectors, ...row }: Row): PickupOrderItem => ({
  ...row,
  ...collectors,
  state: pickupStateOf(row.lines, pointState),
});
