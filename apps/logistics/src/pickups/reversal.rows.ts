import { randomUUID } from 'node:crypto';
import type { HandOutLine, ReversalTo } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';
import { pickupReversals } from '../sealed.js';
import { givenLines } from './scan.rows.js';

/** A pickup with what of it has not been taken back. */
export interface Given {
  readonly pickupId: string;
  readonly orderId: string;
  readonly lines: readonly HandOutLine[];
}
type Which = { readonly pickupId: string } | { readonly orderId: string; readonly outcomes?: readonly string[] };

/** Pickups of which something is still given: one, or all of an order. */
export const standingPickups = (tx: EntityManager, which: Which): Promise<Given[]> =>
  tx.query<Given[]>(
    `SELECT p.pickup_id AS "pickupId", p.order_id AS "orderId",
       json_agg(json_build_object('orderLineId', g.order_line_id, 'bundle', g.bundle, 'portions', g.portions) ORDER BY g.bundle, g.order_line_id) AS lines
     FROM pickups p JOIN ${givenLines} g ON g.pickup_id = p.pickup_id
     WHERE (p.pickup_id = $1 OR p.order_id = $2) AND ($3::text[] IS NULL OR p.outcome = ANY($3)) GROUP BY 1, 2 ORDER BY max(p.recorded_at), 1`,
    'pickupId' in which ? [which.pickupId, null, null] : [null, which.orderId, which.outcomes ?? null],
  );

export interface TakenBack {
  readonly runId: string;
  readonly pickups: readonly Given[];
  readonly to: ReversalTo;
  readonly reason: string;
  /** The code of a person. */
  readonly by: string;
}

/** Writes that these lines were not given: rows that only add. Call it under the locks of the run and its points. */
export async function takeBack(tx: EntityManager, { runId, pickups, to, reason, by }: TakenBack): Promise<string[]> {
  const reversals = pickups.map((pickup) => {
    const reversal_id = randomUUID();
    return pickupReversals.seal(tx, reversal_id, { reversal_id, ...pickup, reason });
  });
  const lines = reversals.flatMap(({ reversal_id, pickupId, lines: own }) =>
    own.map(({ orderLineId, bundle, portions }) => ({ reversal_id, pickup_id: pickupId, order_line_id: orderLineId, bundle, portions })),
  );
  const kind = to === 'point' ? 'pickup-point' : to;
  await tx.query(
    `INSERT INTO pickup_reversals (reversal_id, run_id, order_id, pickup_id, to_kind, reason)
     SELECT reversal_id, $2, "orderId", "pickupId", $3, reason
     FROM json_to_recordset($1) AS r(reversal_id uuid, "orderId" uuid, "pickupId" uuid, reason text)`,
    [JSON.stringify(reversals), runId, kind],
  );
  await tx.query(
    `INSERT INTO pickup_reversal_lines (reversal_id, order_line_id, portions)
     SELECT * FROM json_to_recordset($1) AS l(reversal_id uuid, order_line_id uuid, portions integer)`,
    [JSON.stringify(lines)],
  );
  await tx.query(
    `UPDATE pickup_order_lines o SET handed_out = o.handed_out - l.portions
     FROM (SELECT order_line_id, sum(portions) AS portions FROM json_to_recordset($1) AS l(order_line_id uuid, portions integer) GROUP BY 1) l
     WHERE o.order_line_id = l.order_line_id`,
    [JSON.stringify(lines)],
  );
  await moveBack(tx, { lines, kind, by });
  return reversals.map(({ reversal_id }) => reversal_id);
}

interface MovedBack {
  readonly lines: readonly { pickup_id: string; bundle: string; portions: number }[];
  readonly kind: string;
  readonly by: string;
}
/**
 * A movement is reversed whole, and once; what stays given is handed out again. All in one statement: it is judged by its sum. What was not
 * in the bag is lost from the point that gave it.
 */
const moveBack = (tx: EntityManager, { lines, kind, by }: MovedBack): Promise<unknown> =>
  tx.query(
    `WITH back AS (
       SELECT pickup_id, bundle, sum(portions)::integer AS back FROM json_to_recordset($1) AS l(pickup_id uuid, bundle text, portions integer) GROUP BY 1, 2),
     standing AS (
       SELECT m.*, back FROM custody_movements m JOIN back USING (pickup_id, bundle)
       WHERE m.kind = 'hand-out' AND NOT EXISTS (SELECT FROM custody_movements r WHERE r.reverses = m.movement_id))
     INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, from_ref, to_kind, to_ref, portions, pickup_id, reverses, evidence, entered_by)
     SELECT run_id, bundle, 'reverse', 'pickup', to_kind, to_ref, from_kind, from_ref, portions, pickup_id, movement_id, $4, $3 FROM standing
     UNION ALL SELECT run_id, bundle, 'hand-out', 'pickup', from_kind, from_ref, to_kind, to_ref, portions - back, pickup_id, NULL::bigint, evidence, entered_by
       FROM standing WHERE portions > back
     UNION ALL SELECT run_id, bundle, 'lose', 'pickup', from_kind, from_ref, $2, '', back, pickup_id, NULL, $4, $3
       FROM standing WHERE $2 <> 'pickup-point'`,
    [JSON.stringify(lines), kind, by, kind === 'pickup-point' ? 'counted' : 'told'],
  );
