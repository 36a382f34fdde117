import { randomUUID } from 'node:crypto';
import type { Receipt } from '@jielong/kernel';
import { type LockOrders, supplyRunId } from '@jielong/orders-contract';
import { checkLockable, lock, type OrderedBundle, type PlannedPurchase } from '@jielong/orders-domain';
import { audit, closePendingSteps, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { followMerges } from '../merges/follow-merges.js';
import { type HeldRun, moveOn } from '../steps/held-run.js';
import { planSubstitutes } from '../orders/substitutes.rows.js';
import { startPurchase } from './start-purchase.js';

/** Nobody orders any more: the list is final, and one purchase a supplier is planned, with the wish that its process starts. */
export async function lockOrders(tx: EntityManager, community: string, run: HeldRun, report: LockOrders): Promise<Receipt> {
  checkLockable(run.stage);
  await followMerges(tx, run.runId);
  await planSubstitutes(tx, run.runId);
  const bundles = await orderedOf(tx, run.runId);
  const purchases = lock({ bundles, minimumPortions: run.minimumPortions, tripCap: run.tripCap }, report);
  for (const purchase of purchases) await plan(tx, community, run, purchase);
  await moveOn(tx, run, 'lockOrders');
  await tx.query('UPDATE supply_runs SET locked_at = clock_timestamp() WHERE run_id = $1', [run.runId]);
  const processId = supplyRunId(run.runId);
  await closePendingSteps(tx, [{ processId, step: 'lockOrders' }]);
  const details = { portions: portionsOf(bundles), unansweredEntries: await unanswered(tx, run.runId), goOn: report.goOn ?? false };
  await audit(tx, { action: 'lockOrders', subjectKind: 'supply-run', subjectId: run.runId, details });
  return writeReport(tx, { processId, report, runs: [run.runId], assumed: [] });
}

const portionsOf = (bundles: readonly OrderedBundle[]): number => bundles.reduce((sum, { portions }) => sum + portions, 0);

const orderedOf = (tx: EntityManager, runId: string): Promise<OrderedBundle[]> =>
  tx.query<OrderedBundle[]>(
    `SELECT bundle, supplier, ordered AS portions, cap, coalesce((SELECT sum(l.portions)::integer FROM order_lines s
         JOIN order_lines l ON l.order_line_id = s.in_place_of WHERE s.run_id = b.run_id AND s.bundle = b.bundle), 0) AS replaces
     FROM run_bundles b WHERE run_id = $1 ORDER BY bundle`,
    [runId],
  );

/** Entries of sign-up chains that nobody has decided: they are not ordered, and stay on the list of held ones. */
async function unanswered(tx: EntityManager, runId: string): Promise<number> {
  const [row] = await tx.query<{ held: number }[]>(
    `SELECT count(*)::integer AS held FROM chain_entries WHERE run_id = $1 AND status = 'held'`,
    [runId],
  );
  return row?.held ?? 0;
}

async function plan(tx: EntityManager, community: string, run: HeldRun, { supplier, lines }: PlannedPurchase): Promise<void> {
  const purchaseId = randomUUID();
  await tx.query('INSERT INTO purchases (purchase_id, supplier) VALUES ($1, $2)', [purchaseId, supplier]);
  await tx.query('INSERT INTO purchase_runs (purchase_id, run_id) VALUES ($1, $2)', [purchaseId, run.runId]);
  await tx.query(
    `INSERT INTO purchase_lines (purchase_id, run_id, bundle, expected)
     SELECT $1, $2, bundle, portions FROM jsonb_to_recordset($3) AS l(bundle text, portions integer)`,
    [purchaseId, run.runId, JSON.stringify(lines)],
  );
  await startPurchase(tx, { community, purchaseId, supplier, runs: [run] });
}
