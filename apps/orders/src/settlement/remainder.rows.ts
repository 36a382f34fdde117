import { paidFen, type Remainder } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { borneForSubstitutes } from '../allocation/charges.js';
import { chargedPrices } from '../purchases/dear-prices.rows.js';
import { paidLines } from '../purchases/purchase.rows.js';
import type { HeldRun } from '../steps/held-run.js';

/** What is left in a run's clearing account, and how much of it comes from prices. */
export async function remainderOf(tx: EntityManager, run: HeldRun): Promise<Remainder> {
  const { runId } = run;
  const [row] = await tx.query<{ clearing: number }[]>(
    `SELECT coalesce(sum(CASE WHEN debit_kind = 'clearing' THEN amount_fen ELSE -amount_fen END), 0)::float8 AS clearing
     FROM postings WHERE run_id = $1 AND 'clearing' IN (debit_kind, credit_kind)`,
    [runId],
  );
  const price = await chargedPrices(tx, run);
  const priceDifferenceFen = (await paidLines(tx, runId)).reduce(
    (sum, line) => sum + paidFen(line) - line.bought * price(line.bundle, line.quotedPriceFen),
    await borneForSubstitutes(tx, run),
  );
  return { runId, clearingFen: row?.clearing ?? 0, priceDifferenceFen };
}

/** People who have bought for a run, also where somebody has corrected it since, have taken cash for it, hold cash of it or have advanced money for it. */
export async function moneyHandlersOf(tx: EntityManager, runId: string): Promise<string[]> {
  const rows = await tx.query<{ person: string }[]>(
    `SELECT done_by AS person FROM reports WHERE step = 'confirmPurchase'
       AND process_id IN (SELECT 'purchase:' || purchase_id FROM purchase_runs WHERE run_id = $1)
     UNION SELECT collected_by FROM payments WHERE run_id = $1 AND collected_by IS NOT NULL
     UNION (SELECT holder FROM postings CROSS JOIN LATERAL
       (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS a(kind, holder, delta)
       WHERE run_id = $1 AND a.kind IN ('cash', 'advance') GROUP BY a.kind, holder HAVING sum(delta) <> 0)`,
    [runId],
  );
  return rows.map(({ person }) => person);
}
