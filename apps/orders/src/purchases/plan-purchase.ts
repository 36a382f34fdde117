import { randomUUID } from 'node:crypto';
import type { Actor } from '@jielong/kernel';
import { purchaseId as purchaseProcess, supplyRunId } from '@jielong/orders-contract';
import type { planPurchaseBody } from '@jielong/orders-contract/schemas';
import { givingWay, haveLeft, type Sharing } from '@jielong/orders-domain';
import { audit, closePendingSteps, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { heldOf } from '../allocation/goods.rows.js';
import { type HeldRun, holdRuns } from '../steps/held-run.js';
import { startPurchase } from './start-purchase.js';

export type PlanPurchase = z.output<typeof planPurchaseBody>;

/** One receipt for several runs: what was planned for each of them gives way to it, with all its lines, in this one transaction. Gives its id. */
export async function planPurchase(tx: EntityManager, { supplier, runs: named }: PlanPurchase, { community }: Actor): Promise<string> {
  const runs = await holdRuns(tx, [...new Set(named)]);
  const sharing: Sharing[] = [];
  for (const run of runs) sharing.push(await sharingOf(tx, run, supplier));
  const before = givingWay(supplier, sharing);
  const purchaseId = randomUUID();
  await tx.query('INSERT INTO purchases (purchase_id, supplier) VALUES ($1, $2)', [purchaseId, supplier]);
  await tx.query('INSERT INTO purchase_runs (purchase_id, run_id) SELECT $1, run_id FROM unnest($2::uuid[]) AS runs(run_id)', [
    purchaseId,
    runs.map(({ runId }) => runId),
  ]);
  await tx.query('UPDATE purchase_lines SET purchase_id = $1 WHERE purchase_id = ANY($2)', [purchaseId, before]);
  await tx.query(`UPDATE purchases SET state = 'given-way', given_way_to = $1 WHERE purchase_id = ANY($2)`, [purchaseId, before]);
  await startPurchase(tx, { community, purchaseId, supplier, runs });
  await tellOld(tx, before);
  for (const { runId } of runs) await wakeProcess(tx, supplyRunId(runId));
  const details = { runs: runs.map(({ runId }) => runId), before };
  await audit(tx, { action: 'planPurchase', subjectKind: 'purchase', subjectId: purchaseId, details });
  return purchaseId;
}

/** Their processes read that nothing is left to buy, and end. */
async function tellOld(tx: EntityManager, before: readonly string[]): Promise<void> {
  await closePendingSteps(
    tx,
    before.map((id) => ({ processId: purchaseProcess(id), step: 'confirmPurchase', at: id })),
  );
  for (const id of before) await wakeProcess(tx, purchaseProcess(id));
}

async function sharingOf(tx: EntityManager, { runId, stage }: HeldRun, supplier: string): Promise<Sharing> {
  const planned = await tx.query<Sharing['planned'][number][]>(
    `SELECT p.purchase_id AS "purchaseId", bool_or(l.bought IS NOT NULL) AS bought,
       ARRAY(SELECT r.run_id::text FROM purchase_runs r WHERE r.purchase_id = p.purchase_id ORDER BY 1) AS runs
     FROM purchases p JOIN purchase_lines l ON l.purchase_id = p.purchase_id
     WHERE l.run_id = $1 AND p.supplier = $2 AND p.state <> 'given-way' GROUP BY p.purchase_id ORDER BY p.purchase_id`,
    [runId, supplier],
  );
  return { runId, stage, haveLeft: haveLeft(await heldOf(tx, runId)), planned };
}
