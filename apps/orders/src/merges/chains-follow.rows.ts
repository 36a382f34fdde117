import { membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';
import { lockBundles } from '../supply-runs/run-rows.js';

interface Follow {
  readonly from: string;
  readonly to: string;
}
interface ChainOrder {
  readonly chain: string;
  readonly household: string;
  /** Somebody has cancelled its order, which has not become part of another one. */
  readonly isCancelled: boolean;
}

/**
 * What the chains of a run say of households that were merged is of those that they are now, whether or not anything of it is ordered still.
 * Orders have followed before (`followMerges`).
 */
export async function followChains(tx: EntityManager, runId: string): Promise<void> {
  if ((await mergedInChains(tx, runId)).length === 0) return;
  await lockBundles(tx, runId); // from here on nobody else writes the chains of this run
  for (const follow of await mergedInChains(tx, runId)) await chainsFollow(tx, runId, follow);
}

/**
 * What the chains of a run have made of one household is another's from now on, so the next paste of the same text finds it there, and orders
 * nothing anew. The run's counters are held: no chain is committed meanwhile.
 */
export async function chainsFollow(tx: EntityManager, runId: string, { from, to }: Follow): Promise<void> {
  await dropCancelled(tx, runId, { from, to });
  await tx.query(added, [runId, from, to]);
  await tx.query(followed, [runId, from, to]);
  await tx.query('DELETE FROM chain_orders WHERE run_id = $1 AND household_id = $2', [runId, from]);
  await tx.query(
    `UPDATE chain_entries SET orders = replace(orders::text, $2, $3)::jsonb, answers = replace(answers::text, $2, $3)::jsonb
     WHERE run_id = $1 AND strpos(orders::text || answers::text, $2) > 0`,
    [runId, from, to],
  );
}

/** Where a chain has something of both, what somebody has cancelled of it stays so: it is no part of the other's order, and is not asked about. */
async function dropCancelled(tx: EntityManager, runId: string, { from, to }: Follow): Promise<void> {
  const rows = await tx.query<ChainOrder[]>(
    `SELECT c.chain, c.household_id AS household, o.state = 'cancelled' AND o.joined_order IS NULL AS "isCancelled"
     FROM chain_orders c JOIN orders o ON o.order_id = c.order_id WHERE c.run_id = $1 AND c.household_id IN ($2, $3)`,
    [runId, from, to],
  );
  const isOfBoth = ({ chain }: ChainOrder) => rows.filter((row) => row.chain === chain).length > 1;
  for (const { chain, household } of rows.filter((row) => row.isCancelled && isOfBoth(row))) {
    await tx.query('DELETE FROM chain_orders WHERE run_id = $1 AND chain = $2 AND household_id = $3', [runId, chain, household]);
    await tx.query(dropped, [runId, chain, household]);
  }
}

/** Of an entry that orders for other households too, a person decides. */
const dropped = `
  UPDATE chain_entries SET answers = answers || '[{"choose": "drop"}]', answered_at = clock_timestamp(),
    answered_by = current_setting('app.actor', true)
  WHERE run_id = $1 AND chain = $2 AND jsonb_array_length(orders) > 0 AND NOT answers @> '[{"choose": "drop"}]'
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(orders) o WHERE o ->> 'householdId' <> $3::text)`;

/** Updates, never inserts: a new row would have to wait for whoever holds the chain and waits for the counters. */
const added = `
  UPDATE chain_orders c SET gate = coalesce(c.gate, gone.gate),
    items = (SELECT jsonb_object_agg(bundle, portions) FROM (
      SELECT key AS bundle, sum(value::integer) AS portions
      FROM (SELECT * FROM jsonb_each_text(c.items) UNION ALL SELECT * FROM jsonb_each_text(gone.items)) both_of GROUP BY key) added)
  FROM chain_orders gone
  WHERE c.run_id = $1 AND c.household_id = $3 AND gone.run_id = $1 AND gone.chain = c.chain AND gone.household_id = $2`;
const followed = `
  UPDATE chain_orders c SET household_id = $3, order_id = coalesce(o.joined_order, o.order_id) FROM orders o
  WHERE c.run_id = $1 AND c.household_id = $2 AND o.order_id = c.order_id
    AND NOT EXISTS (SELECT FROM chain_orders own WHERE own.run_id = $1 AND own.chain = c.chain AND own.household_id = $3)`;

const mergedInChains = (tx: EntityManager, runId: string): Promise<Follow[]> =>
  tx.query<Follow[]>(
    `WITH named AS MATERIALIZED (
       SELECT household_id::text AS id FROM chain_orders WHERE run_id = $1
       UNION SELECT o ->> 'householdId' FROM chain_entries, jsonb_array_elements(orders) o WHERE run_id = $1
       UNION SELECT a ->> 'household' FROM chain_entries, jsonb_array_elements(answers) a WHERE run_id = $1)
     SELECT h.id AS "from", h.merged_into AS "to" FROM ${membersViews.households} h
     WHERE h.merged_into IS NOT NULL AND h.id::text IN (SELECT id FROM named) ORDER BY h.id`,
    [runId],
  );
