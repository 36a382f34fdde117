import { membersViews } from '@jielong/members-contract';
import type { Claim } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** A claim, with what a version says of its line beside portions. */
export interface ClaimRow extends Omit<Claim, 'floor'> {
  readonly orderId: string;
  readonly householdId: string;
  readonly fulfilment: string;
}

/** Runs of so many days before count where a household went short. */
const rememberedDays = 28;

/**
 * Every line of a run that is not cancelled, and every substitute for one, in the parts in which it was ordered. (`CASE`, for behind row-level
 * security PostgreSQL looks nothing up in an index by a `coalesce`.)
 */
export const claimsOf = (tx: EntityManager, runId: string): Promise<ClaimRow[]> =>
  tx.query<ClaimRow[]>(
    `WITH places AS MATERIALIZED (
       SELECT counted->>'householdId' AS household, min(line * 1000 + entry) AS place
       FROM chain_entries CROSS JOIN LATERAL jsonb_array_elements(orders) counted WHERE run_id = $1 GROUP BY 1),
     lately AS MATERIALIZED (
       SELECT so.for_household AS household, count(*)::integer AS times FROM supply_runs r
       JOIN supply_runs sr ON sr.service_date BETWEEN r.service_date - $2::integer AND r.service_date AND sr.run_id <> r.run_id
       JOIN order_lines s ON s.run_id = sr.run_id AND s.state = 'short' JOIN orders so ON so.order_id = s.order_id
       WHERE r.run_id = $1 GROUP BY 1)
     SELECT l.order_line_id AS "orderLineId", l.order_id AS "orderId", o.for_household AS "householdId", o.fulfilment, l.bundle,
       l.in_place_of AS "inPlaceOf", o.pickup_point_id AS point, coalesce(p.place, 0)::integer AS place, coalesce(h.priority, false) AS priority, coalesce(l.allocated, l.portions) AS before,
       (SELECT jsonb_agg(jsonb_build_object('portions', i.portions,
          'seenAt', to_char(i.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY i.seq)
        FROM order_line_increments i
        WHERE i.order_line_id = CASE WHEN l.in_place_of IS NULL THEN l.order_line_id ELSE l.in_place_of END) AS increments,
       coalesce(s.times, 0) AS "shortBefore"
     FROM order_lines l JOIN orders o ON o.order_id = l.order_id LEFT JOIN lately s ON s.household = o.for_household
     LEFT JOIN ${membersViews.households} h ON h.id = o.for_household
     LEFT JOIN places p ON p.household = o.for_household::text AND o.way = 'chain'
     WHERE l.run_id = $1 AND l.state IN ('open', 'allocated', 'short', 'substituted') ORDER BY l.order_line_id`,
    [runId, rememberedDays],
  );
