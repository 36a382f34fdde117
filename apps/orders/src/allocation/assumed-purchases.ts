import { fen } from '@jielong/kernel';
import { purchaseId as purchaseProcess } from '@jielong/orders-contract';
import { asPurchase, type BoughtLine, difference, haveLeft, payerOf, purchaseFlows } from '@jielong/orders-domain';
import { audit, closePendingSteps, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { on, type OccasionalPosting, postedAbout } from '../money/postings.rows.js';
import { type PurchaseLineRow, purchaseLines, writeBought } from '../purchases/purchase.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { type GoodsRows, receivedOf } from './goods.rows.js';

/**
 * The goods are on their way although nobody has reported the purchase: it is booked as assumed, with what logistics has received, at quoted
 * prices from the supplier's account; and anew where others have counted since. Gives back what is to be posted. A later report takes its place.
 */
export async function assumePurchases(
  tx: EntityManager,
  { runId }: HeldRun,
  { held }: Pick<GoodsRows, 'held'>,
): Promise<OccasionalPosting[]> {
  const all = await purchaseLines(tx, { runId });
  // Logistics receives what nobody has reported where a later step has spoken for it: all of it may be lost since, and nothing elsewhere.
  const isSpokenFor = haveLeft(held) || all.some(({ bundle, bought }) => bought === null && receivedOf(held, bundle) > 0);
  const lines = all.filter(({ bought, isAssumed }) => isAssumed || (isSpokenFor && bought === null));
  const others = lines.filter(({ bundle, bought }) => bought !== receivedOf(held, bundle));
  const postings: OccasionalPosting[] = [];
  for (const purchaseId of new Set(others.map((line) => line.purchaseId))) {
    const meant = lines
      .filter((line) => line.purchaseId === purchaseId)
      .map((line) => ({ ...line, bought: receivedOf(held, line.bundle), priceFen: line.quotedPriceFen, restFen: fen(0) }));
    postings.push(...(await assume(tx, runId, purchaseId, meant)));
  }
  return postings;
}

async function assume(
  tx: EntityManager,
  runId: string,
  purchaseId: string,
  bought: readonly (PurchaseLineRow & BoughtLine)[],
): Promise<OccasionalPosting[]> {
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
  const [{ supplier } = { supplier: '' }] = bought;
  const posted = await postedAbout(tx, runId, `purchase ${purchaseId} `);
  const meant = purchaseFlows(purchaseId, payerOf('supplier', supplier, ''), bought);
  return on(runId, `assumed ${posted.length}`, difference(posted, meant).map(asPurchase));
}
