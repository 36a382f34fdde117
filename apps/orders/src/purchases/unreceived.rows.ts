import { logisticsViews } from '@jielong/logistics-contract';
import type { Unreceived } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { surplusRefs } from '../allocation/goods.rows.js';

/** Bundles of a run of which the books and logistics do not say the same: a purchase is not received yet, or contradicts what was counted. */
export const unreceivedOf = (tx: EntityManager, runId: string): Promise<Unreceived[]> =>
  tx.query<Unreceived[]>(
    `SELECT b.bundle, b.bought, coalesce(r.received, 0) AS received, b.purchases FROM (
       SELECT l.bundle, coalesce(sum(l.bought), 0)::integer AS bought,
         coalesce(array_agg(l.purchase_id ORDER BY l.purchase_id) FILTER (WHERE p.report_id IS NOT NULL), '{}') AS purchases
       FROM purchase_lines l JOIN purchases p ON p.purchase_id = l.purchase_id WHERE l.run_id = $1 GROUP BY l.bundle) b
     LEFT JOIN (SELECT bundle, -sum(portions)::integer AS received FROM ${logisticsViews.balances}
       WHERE run_id = $1 AND place_kind = 'source' AND NOT place_ref = ANY($2) GROUP BY bundle) r ON r.bundle = b.bundle
     WHERE b.bought <> coalesce(r.received, 0) ORDER BY b.bundle`,
    [runId, surplusRefs],
  );
