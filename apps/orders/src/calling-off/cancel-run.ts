import { inFlightKinds } from '@jielong/logistics-contract';
import { type CancelRun, purchaseId as purchaseProcess, supplyRunId } from '@jielong/orders-contract';
import type { Receipt } from '@jielong/kernel';
import { checkCancellable } from '@jielong/orders-domain';
import { audit, wakeProcess, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { divide } from '../allocation/allocate.js';
import { heldOf } from '../allocation/goods.rows.js';
import { purchaseLines, purchasesNamed } from '../purchases/purchase.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { endWithoutGoods, markCalledOff } from './end-run.js';

/**
 * Called off. Where nothing is bought and nothing has moved, the run is over at once. Else what is not handed out is promised to nobody any more
 * and credited; what is on its way is disposed of, and the books are settled by a person.
 */
export async function cancelRun(tx: EntityManager, run: HeldRun, report: CancelRun): Promise<Receipt> {
  const { runId } = run;
  checkCancellable(run.stage, run.calledOff);
  await markCalledOff(tx, run, report.doneBy, report.reason ?? null);
  const hasGoods = await hasGoodsOf(tx, runId);
  if (hasGoods) await divide(tx, runId);
  else await endWithoutGoods(tx, run, 'cancelRun');
  for (const { id } of await purchasesNamed(tx, runId)) await wakeProcess(tx, purchaseProcess(id));
  await audit(tx, { action: 'cancelRun', subjectKind: 'supply-run', subjectId: runId, details: { from: run.stage, hasGoods } });
  return writeReport(tx, { processId: supplyRunId(runId), report, runs: [runId], assumed: [] });
}

/** Something was bought, or is somewhere. */
async function hasGoodsOf(tx: EntityManager, runId: string): Promise<boolean> {
  const lines = await purchaseLines(tx, { runId });
  if (lines.some(({ bought }) => bought !== null && bought > 0)) return true;
  const places: readonly string[] = [...inFlightKinds, 'household'];
  return (await heldOf(tx, runId)).some(({ kind, portions }) => portions > 0 && places.includes(kind));
}
