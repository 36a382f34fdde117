import { membersViews } from '@jielong/members-contract';
import { type MergeQuestion, mergeQuestions, type Merging } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { readBundles } from '../supply-runs/run-rows.js';

/** An open order that a merge has changed. */
export interface MergedOrder {
  readonly orderId: string;
  readonly household: string;
  readonly items: Readonly<Record<string, number>>;
  /** Orders that have ended in it. */
  readonly joined: readonly string[];
  readonly questions: readonly MergeQuestion[];
}
type Row = Omit<MergedOrder, 'joined' | 'questions'> & Merging & { readonly ended: readonly (Merging & { readonly orderId: string })[] };

/**
 * Open orders of a run that a merge has changed, of all households or of one, by first sight. Read from the rows: whoever asks later, and whoever did
 * not merge, is told the same, as long as it is so. What had ended in an order of a run that was void went with it: that was not cancelled.
 */
export async function mergedOrders(tx: EntityManager, runId: string, household: string | null = null): Promise<MergedOrder[]> {
  const rows = await tx.query<Row[]>(changed, [runId, household]);
  if (rows.length === 0) return [];
  const bundles = await readBundles(tx, runId);
  return rows.map(({ orderId, household: of, items, ended, ...kept }) => {
    const joined = ended.map((one) => one.orderId);
    return { orderId, household: of, items, joined, questions: mergeQuestions({ ...kept, items }, ended, bundles) };
  });
}

/** Who has paid for its own order pays for that in which it has ended, whoever's that is by now. */
const changed = `
  WITH RECURSIVE kept AS MATERIALIZED (SELECT * FROM orders WHERE run_id = $1 AND state = 'open' AND ($2::uuid IS NULL OR for_household = $2)),
  behind AS (
    SELECT k.order_id AS kept, j.* FROM kept k JOIN orders j ON j.joined_order = k.order_id
    UNION ALL SELECT b.kept, j.* FROM behind b JOIN orders j ON j.joined_order = b.order_id)
  SELECT k.order_id AS "orderId", k.for_household AS household, coalesce(p.merged_into, k.paid_by) AS "paidBy",
    k.pickup_point_id AS "pickupPointId", k.fulfilment, coalesce((SELECT jsonb_object_agg(l.bundle, l.portions) FROM order_lines l
      WHERE l.order_id = k.order_id AND l.state <> 'cancelled' AND l.in_place_of IS NULL), '{}') AS items, e.ended
  FROM kept k LEFT JOIN ${membersViews.households} p ON p.id = k.paid_by
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('orderId', b.order_id, 'pickupPointId', b.pickup_point_id, 'fulfilment', b.fulfilment,
      'paidBy', CASE WHEN b.paid_by = b.for_household THEN coalesce(p.merged_into, k.paid_by) ELSE coalesce(was.merged_into, b.paid_by) END)
      ORDER BY b.first_seen_at, b.order_id), '[]') AS ended
    FROM behind b LEFT JOIN ${membersViews.households} was ON was.id = b.paid_by WHERE b.kept = k.order_id AND b.state = 'cancelled') e
  WHERE e.ended <> '[]' OR EXISTS (SELECT FROM order_moves m WHERE m.order_id = k.order_id AND m.to_household = k.for_household AND m.reason IS NULL)
  ORDER BY k.first_seen_at, k.order_id`;
