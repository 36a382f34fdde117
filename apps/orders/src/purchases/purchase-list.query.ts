import { fen } from '@jielong/kernel';
import { isPast, purchaseList, purchaseListCsv, type PurchaseListLine, type SupplierList } from '@jielong/orders-domain';
import type { RunStage } from '@jielong/orders-contract';
import { Answer } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
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
    `SELECT supplier, bundle, name, spec, unit, ordered AS portions, price_fen::float8 AS "priceFen", weight_grams AS "weightGrams"
     FROM run_bundles WHERE run_id = $1`,
    [runId],
  );
  const suppliers = purchaseList(lines.map((line) => ({ ...line, priceFen: fen(line.priceFen) })));
  return { runId, locked: isPast(run.stage, 'confirming'), suppliers };
}

/** The list as it was asked for. */
export const listIn: Readonly<Record<'json' | 'csv', (list: PurchaseList) => PurchaseList | Answer<string>>> = {
  json: (list) => list,
  csv: ({ runId, suppliers }) =>
    new Answer(200, purchaseListCsv(suppliers), {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="purchase-list-${runId}.csv"`,
    }),
};
