import { inFlightKinds } from '@jielong/logistics-contract';
import { ordersViews } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import type { Goods } from './custody.schema.js';
import { unknownRun } from './runs.rows.js';

/** Where the goods of a run are, in one look. A run that is not locked yet has none. */
export async function readGoodsOf(tx: EntityManager, runId: string): Promise<Goods> {
  await runMustExist(tx, runId);
  const [row] = await tx.query<GoodsRow[]>(goodsQuery, [runId, inFlightKinds]);
  return row?.goods ?? { trips: [], pickupPoints: [], allocationVersion: 0, inFlight: 0, undelivered: 0 };
}

/** 404 for a run that nobody has opened. */
export async function runMustExist(tx: EntityManager, runId: string): Promise<void> {
  const rows = await tx.query<unknown[]>(
    `SELECT FROM supply_runs WHERE run_id = $1 UNION ALL SELECT FROM ${ordersViews.runs} WHERE run_id = $1`,
    [runId],
  );
  if (!rows.length) throw unknownRun(runId);
}

const trips = `SELECT coalesce(json_agg(json_build_object('id', t.trip_id, 'state', t.state, 'stops',
    (SELECT coalesce(json_agg(json_build_object('id', s.stop_id, 'pickupPointId', s.pickup_point_id, 'state', s.state) ORDER BY s.seq), '[]')
     FROM stops s WHERE s.trip_id = t.trip_id AND s.run_id = r.run_id)) ORDER BY t.planned_at, t.trip_id), '[]')
  FROM trip_runs tr JOIN trips t USING (community_id, trip_id) WHERE tr.run_id = r.run_id`;

const points = `SELECT coalesce(json_agg(json_build_object('id', p.pickup_point_id, 'name', p.name, 'gate', p.gate, 'state', p.state,
    'ready', CASE WHEN p.state = 'open' THEN coalesce(l.promised - l.handed_out, 0) ELSE 0 END,
    'handedOut', coalesce(l.handed_out, 0), 'left', coalesce(b.held, 0)) ORDER BY p.gate, p.name, p.pickup_point_id), '[]')
  FROM run_points p
  LEFT JOIN (SELECT o.pickup_point_id, sum(l.portions)::integer AS promised, sum(l.handed_out)::integer AS handed_out
    FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id WHERE o.run_id = $1 GROUP BY 1) l USING (pickup_point_id)
  LEFT JOIN (SELECT place_ref, sum(portions)::integer AS held FROM custody_balances WHERE run_id = $1 AND place_kind = 'pickup-point' GROUP BY 1) b
    ON b.place_ref = p.pickup_point_id::text
  WHERE p.run_id = r.run_id`;

/** To the door, nothing (or not all) handed out, and no outcome that says it was brought. */
const undelivered = `SELECT count(*)::integer FROM pickup_orders o WHERE o.run_id = r.run_id AND o.fulfilment IN ('to-door', 'left-at-door')
  AND EXISTS (SELECT FROM pickup_order_lines l WHERE l.order_id = o.order_id AND l.handed_out < l.portions)`;

const goodsQuery = `SELECT json_build_object('trips', (${trips}), 'pickupPoints', (${points}), 'allocationVersion', r.allocation_version,
    'inFlight', (SELECT coalesce(sum(portions), 0)::integer FROM custody_balances WHERE run_id = r.run_id AND place_kind = ANY($2)),
    'undelivered', (${undelivered})) AS goods
  FROM supply_runs r WHERE r.run_id = $1`;

interface GoodsRow {
  readonly goods: Goods;
}
