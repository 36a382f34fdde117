import { fen } from '@jielong/kernel';
import { purchaseId as purchaseProcess } from '@jielong/orders-contract';
import { asPurchase, difference, type Held, payerOf, purchaseFlows } from '@jielong/orders-domain';
import { audit, closePendingSteps, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { on, type OccasionalPosting, postedAbout } from '../money/postings.rows.js';
import { type PurchaseLineRow, purchaseLines, writeBought } from '../purchases/purchase.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { haveLeft, receivedOf } from './goods.rows.js';

/**
 * The goods are on their way although nobody has reported the purchase: it is booked as assumed, with what logistics has received, at quoted
 * prices from the supplier's account. Gives back what is to be posted. A later report takes its place.
 */
export async function assumePurchases(tx: EntityManager, { runId }: HeldRun, held: readonly Held[]): Promise<OccasionalPosting[]> {
  if (!haveLeft(held)) return [];
  const lines = (await purchaseLines(tx, { runId })).filter(({ bought }) => bought === null);
  const postings: OccasionalPosting[] = [];
  for (const purchaseId of new Set(lines.map((line) => line.purchaseId))) {
    const own = lines.filter((line) => line.purchaseId === purchaseId);
    postings.push(...(await assume(tx, runId, purchaseId, own, held)));
  }
  return postings;
}

async function assume(
  tx: EntityManager,
  runId: string,
  purchaseId: string,
  lines: readonly PurchaseLineRow[],
  held: readonly Held[],
): Promise<OccasionalPosting[]> {
  const bought = lines.map((line) => ({ ...line, bought: receivedOf(held, line.bundle), priceFen: line.quotedPriceFen, restFen: fen(0) }));
  await writeBought(tx, purchaseId, bought);
  await tx.query(
    `UPDATE purchases p SET state = 'bought', bought_at = clock_timestamp(), paid_from = 'supplier', evidence = 'assumed'
     WHERE purchase_id = $1 AND state = 'planned' AND NOT EXISTS (
       SELECT FROM purchase_lines l WHERE l.purchase_id = p.purchase_id AND l.bought IS NULL)`,
    [purchaseId],
  );
  const processId = purchaseProcess(purchaseId);
  await closePendingSteps(tx, [{ processId, step: 'confirmPurchase', at: purchaseId }]);
  await wakeProcess(tx, processId);
  await audit(tx, { action: 'assumePurchase', subjectKind: 'purchase', subjectId: purchaseId, details: { runId } });
  const [{ supplier } = { supplier: '' }] = lines;
  const posted = await postedAbout(tx, runId, `purchase ${purchaseId} `);
  const meant = purchaseFlows(purchaseId, payerOf('supplier', supplier, ''), bought);
  return on(runId, 'assumed', difference(posted, meant).map(asPurchase));
}
