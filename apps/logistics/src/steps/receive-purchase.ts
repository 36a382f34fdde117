import { ledger, type PurchaseSaid, type Speaker } from '@jielong/logistics-domain';
import { ordersViews, type PublishedPurchaseLine, supplyRunId } from '@jielong/orders-contract';
import { audit, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { lockRuns } from '../custody/runs.rows.js';
import { readSaid } from '../custody/said.rows.js';
import { follow } from './said.js';

type SaidLine = Pick<PublishedPurchaseLine, 'runId' | 'bundle' | 'bought' | 'reportId' | 'enteredBy' | 'evidence'>;

/**
 * What was bought is received. Logistics keeps a copy of what the purchase says: a later report that contradicts the goods is refused, and
 * the ledger stays what it was. Run again, it finds nothing to change. Its runs are told, but for the one that asks.
 */
export async function receivePurchase(tx: EntityManager, purchaseId: string, asking: string): Promise<void> {
  const ids = await runsOf(tx, purchaseId);
  const runs = await lockRuns(tx, ids, 'with points');
  const speaker = await copied(tx, purchaseId);
  if (!speaker) return;
  await follow(tx, runs, await readSaid(tx, ids), speaker);
  for (const id of ids) if (id !== asking) await wakeProcess(tx, supplyRunId(id));
  await audit(tx, { action: 'receivePurchase', subjectKind: 'purchase', subjectId: purchaseId, details: { reportId: speaker.reportId } });
}

/**
 * Refuses what would contradict those who have counted its goods: orders writes a purchase first, and could not take it back. What several runs
 * share is divided by orders, and judged when it is received.
 */
export async function checkPurchase(tx: EntityManager, purchaseId: string, bought: Readonly<Record<string, number>>): Promise<void> {
  const [run, ...others] = await lockRuns(tx, await runsOf(tx, purchaseId), 'with points');
  if (!run || others.length) return;
  const purchases = run.said.purchases.map((purchase) => (purchase.id === purchaseId ? withBought(purchase, bought) : purchase));
  ledger({ ...run.said, purchases });
}

const withBought = ({ id, lines }: PurchaseSaid, bought: Readonly<Record<string, number>>): PurchaseSaid => ({
  id,
  lines: Object.fromEntries(
    Object.entries(lines).map(([bundle, { expected }]) => [bundle, { expected, bought: bought[bundle] ?? expected }]),
  ),
  said: { reportId: '', enteredBy: '', evidence: 'told' },
});

async function runsOf(tx: EntityManager, purchaseId: string): Promise<string[]> {
  const rows = await tx.query<{ run_id: string }[]>(`SELECT DISTINCT run_id FROM ${ordersViews.purchaseLines} WHERE purchase_id = $1`, [
    purchaseId,
  ]);
  return rows.map(({ run_id }) => run_id).sort();
}

/** Undefined where nobody has said anything new. */
async function copied(tx: EntityManager, purchaseId: string): Promise<Speaker | undefined> {
  const [changed] = await tx.query<[SaidLine[], number]>(
    `UPDATE purchase_lines l SET bought = p.bought, report_id = p.report_id, entered_by = p.entered_by, evidence = p.evidence
     FROM ${ordersViews.purchaseLines} p
     WHERE p.purchase_id = $1 AND (l.run_id, l.purchase_id, l.bundle) = (p.run_id, p.purchase_id, p.bundle) AND p.report_id IS NOT NULL
       AND (l.bought, l.report_id) IS DISTINCT FROM (p.bought, p.report_id)
     RETURNING l.run_id AS "runId", l.bundle, l.bought, l.report_id AS "reportId", l.entered_by AS "enteredBy", l.evidence`,
    [purchaseId],
  );
  const [said] = changed;
  if (!said?.reportId) return undefined;
  return { reportId: said.reportId, enteredBy: said.enteredBy ?? '', evidence: evidenceIn(said.evidence) };
}

const evidences = ['counted', 'listed', 'told', 'assumed'] as const;
const evidenceIn = (text: string | null): Speaker['evidence'] => evidences.find((it) => it === text) ?? 'counted';
