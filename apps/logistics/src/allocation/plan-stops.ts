import { deliveredTo, ledger, type RunSaid, stopStateOf } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** The share of a stop that is still to come is what its point is promised and has not; known only where no other stop serves it. */
export async function planStops(tx: EntityManager, said: RunSaid): Promise<void> {
  const open = said.stops.filter((stop) => stopStateOf(said, stop) === 'expected');
  const alone = open.filter(({ point }) => open.filter((it) => it.point === point).length === 1);
  const movements = ledger(said);
  const planned = alone.map(({ id, point }) => ({ stop: id, point, delivered: deliveredTo(said, movements, point) }));
  await tx.query(
    `UPDATE stops s SET planned = coalesce((
       SELECT jsonb_object_agg(b.bundle, greatest(0, coalesce(promised.portions, 0) - coalesce((p.delivered ->> b.bundle)::integer, 0)))
       FROM (SELECT DISTINCT bundle FROM purchase_lines WHERE run_id = $1) b
       LEFT JOIN (SELECT l.bundle, sum(l.portions)::integer AS portions FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id
         WHERE o.run_id = $1 AND o.pickup_point_id = p.point GROUP BY l.bundle) promised ON promised.bundle = b.bundle), '{}')
     FROM jsonb_to_recordset($2) AS p(stop uuid, point uuid, delivered jsonb) WHERE s.stop_id = p.stop`,
    [said.run, JSON.stringify(planned)],
  );
}
