import type { EntityManager } from 'typeorm';

interface Follow {
  readonly from: string;
  readonly to: string;
  /** The order that holds what the chains have made of either. */
  readonly orderId: string;
}

/**
 * What the chains of a run have made of one household is another's from now on, in that one's order; so the next paste of the same text finds it
 * there, and orders nothing anew. The run's counters are held: no chain is committed meanwhile.
 */
export async function chainsFollow(tx: EntityManager, runId: string, { from, to, orderId }: Follow): Promise<void> {
  await tx.query(states, [runId, from, to, orderId]);
  await tx.query(
    `UPDATE chain_entries SET orders = replace(orders::text, $2, $3)::jsonb, answers = replace(answers::text, $2, $3)::jsonb
     WHERE run_id = $1 AND strpos(orders::text || answers::text, $2) > 0`,
    [runId, from, to],
  );
}

const states = `
  WITH gone AS (DELETE FROM chain_orders WHERE run_id = $1 AND household_id = $2 RETURNING chain, items, gate)
  INSERT INTO chain_orders (run_id, chain, household_id, order_id, items, gate) SELECT $1, chain, $3, $4, items, gate FROM gone
  ON CONFLICT (community_id, run_id, chain, household_id) DO UPDATE SET order_id = excluded.order_id,
    gate = coalesce(chain_orders.gate, excluded.gate),
    items = (SELECT jsonb_object_agg(bundle, portions) FROM (
      SELECT key AS bundle, sum(value::integer) AS portions
      FROM (SELECT * FROM jsonb_each_text(chain_orders.items) UNION ALL SELECT * FROM jsonb_each_text(excluded.items)) both_of GROUP BY key) added)`;
