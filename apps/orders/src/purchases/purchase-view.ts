import type { purchaseAnswer } from '@jielong/orders-contract/schemas';
import { purchaseId as purchaseProcess } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { runMustExist } from '../supply-runs/run-rows.js';
import { purchases } from '../sealed.js';
import { purchaseRow } from './purchase.rows.js';

type Answer = z.output<typeof purchaseAnswer>;
export type PurchaseView = Omit<Answer, 'plannedAt' | 'boughtAt'> & { readonly plannedAt: Date; readonly boughtAt: Date | null };

const select = `
  SELECT p.purchase_id AS id, p.supplier, p.state, p.given_way_to AS "givenWayTo", p.receipt_number AS receipt, p.none_because AS "noneBecause", p.paid_from AS "paidFrom",
    p.report_id AS "reportId", p.entered_by AS "enteredBy", p.done_by AS "doneBy", p.evidence, p.planned_at AS "plannedAt",
    p.bought_at AS "boughtAt", coalesce(l.lines, '[]') AS lines,
    ARRAY(SELECT r.run_id::text FROM purchase_runs r WHERE r.purchase_id = p.purchase_id ORDER BY 1) AS runs
  FROM purchases p CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('runId', l.run_id, 'bundle', l.bundle, 'name', b.name,
        'expected', l.expected, 'replaces', (SELECT coalesce(sum(o.portions), 0) FROM order_lines s
          JOIN order_lines o ON o.order_line_id = s.in_place_of WHERE s.run_id = l.run_id AND s.bundle = l.bundle), 'bought', l.bought, 'quotedPriceFen', b.price_fen, 'priceFen', l.price_fen,
        'moneyFen', l.bought * l.price_fen + l.rest_fen) ORDER BY l.run_id, l.bundle) AS lines
    FROM purchase_lines l JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle WHERE l.purchase_id = p.purchase_id) l`;

const shown = (tx: EntityManager, row: Omit<PurchaseView, 'workflowId'>): PurchaseView => ({
  ...purchases.open(tx, row.id, row),
  workflowId: purchaseProcess(row.id),
});

/** A purchase with its lines. */
export async function readPurchase(tx: EntityManager, purchaseId: string): Promise<PurchaseView> {
  await purchaseRow(tx, purchaseId);
  const [row] = await tx.query<[PurchaseView]>(`${select} WHERE p.purchase_id = $1`, [purchaseId]);
  return shown(tx, row);
}

/** The purchases of a run: one a supplier, from the lock on. Those that have given way to one for several runs are not listed. */
export async function listPurchases(tx: EntityManager, runId: string): Promise<{ items: PurchaseView[]; next: null }> {
  await runMustExist(tx, runId);
  const rows = await tx.query<PurchaseView[]>(
    `${select} WHERE p.state <> 'given-way' AND p.purchase_id IN (SELECT purchase_id FROM purchase_runs WHERE run_id = $1)
     ORDER BY p.supplier, p.purchase_id`,
    [runId],
  );
  return { items: rows.map((row) => shown(tx, row)), next: null };
}
