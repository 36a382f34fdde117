import { logisticsViews } from '@jielong/logistics-contract';
import { notBought, type Unreceived } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/**
 * Bundles of which the books and logistics do not say the same, of a run and of those that share a reported purchase with it: the purchase is
 * not received yet, or contradicts what was counted.
 */
export const unreceivedOf = (tx: EntityManager, runId: string): Promise<Unreceived[]> =>
  tx.query<Unreceived[]>(
    `WITH sharing AS (
       SELECT $1::uuid AS run_id UNION SELECT other.run_id FROM purchase_runs own JOIN purchases p USING (purchase_id)
       JOIN purchase_runs other USING (purchase_id) WHERE own.run_id = $1 AND p.report_id IS NOT NULL)
     SELECT b.run_id AS "runId", b.bundle, b.bought, coalesce(r.received, 0) AS received, b.purchases FROM (
       SELECT l.run_id, l.bundle, coalesce(sum(l.bought), 0)::integer AS bought,
         coalesce(array_agg(l.purchase_id ORDER BY l.purchase_id) FILTER (WHERE p.report_id IS NOT NULL), '{}') AS purchases
       FROM purchase_lines l JOIN purchases p USING (purchase_id) WHERE l.run_id IN (SELECT run_id FROM sharing) GROUP BY 1, 2) b
     LEFT JOIN (SELECT run_id, bundle, -sum(portions)::integer AS received FROM ${logisticsViews.balances}
       WHERE run_id IN (SELECT run_id FROM sharing) AND place_kind = 'source' AND NOT place_ref = ANY($2) GROUP BY 1, 2) r USING (run_id, bundle)
     WHERE b.bought <> coalesce(r.received, 0) AND (b.run_id = $1 OR b.purchases <> '{}') ORDER BY b.run_id <> $1, b.run_id, b.bundle`,
    [runId, notBought],
  );
