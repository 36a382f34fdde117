import { type Exported, exportMark, fen } from '@jielong/kernel';
import { isPast, purchaseList, purchaseListCsv, type PurchaseListLine, type SupplierList } from '@jielong/orders-domain';
import type { RunStage } from '@jielong/orders-contract';
import { Answer, attachment } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { takesSubstitute } from '../orders/substitutes.rows.js';
import { noSuchRun } from '../supply-runs/run-rows.js';

export interface PurchaseList {
  readonly runId: string;
  /** Orders may not come any more. */
  readonly locked: boolean;
  readonly suppliers: readonly SupplierList[];
}

/** What is to be bought for a run, as it is ordered now; final from the lock on. */
export async function readPurchaseList(tx: EntityManager, runId: string): Promise<PurchaseList> {
  const [run] = await tx.query<{ stage: RunStage }[]>('SELECT stage FROM supply_runs WHERE run_id = $1', [runId]);
  if (!run) throw noSuchRun(runId);
  const lines = await tx.query<(Omit<PurchaseListLine, 'priceFen'> & { priceFen: number })[]>(
    `SELECT b.supplier, b.bundle, b.name, b.spec, b.unit, b.ordered AS portions, b.price_fen::float8 AS "priceFen",
       b.weight_grams AS "weightGrams", CASE WHEN s.bundle IS NOT NULL THEN jsonb_build_object('bundle', s.bundle, 'name', s.name, 'priceFen', s.price_fen) END AS substitute,
       CASE WHEN b.substitute IS NULL THEN 0 ELSE
         (SELECT coalesce(sum(l.portions), 0)::integer FROM order_lines l JOIN supply_runs r ON r.run_id = l.run_id
          WHERE l.run_id = b.run_id AND l.bundle = b.bundle AND l.state NOT IN ('cancelled', 'void') AND ${takesSubstitute}) END AS replaceable
     FROM run_bundles b LEFT JOIN run_bundles s ON s.run_id = b.run_id AND s.bundle = b.substitute WHERE b.run_id = $1`,
    [runId],
  );
  const suppliers = purchaseList(lines.map((line) => ({ ...line, priceFen: fen(line.priceFen) })));
  return { runId, locked: isPast(run.stage, 'confirming'), suppliers };
}

/** The list as it was asked for. */
export const listIn: Readonly<Record<'json' | 'csv', (list: PurchaseList, exported: Exported) => PurchaseList | Answer<string>>> = {
  json: (list) => list,
  csv: ({ runId, suppliers }, exported) =>
    new Answer(200, purchaseListCsv(suppliers, exported), {
      'Content-Type': 'text/csv; charset=utf-8',
      ...attachment(`purchase-list-${runId}_${exportMark(exported)}.csv`),
    }),
};
