import { supplyRunId } from '@jielong/orders-contract';
import type { RunEvent } from '@jielong/orders-domain';
import { closePendingSteps } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type HeldRun, moveOn } from '../steps/held-run.js';
import { supplyRuns } from '../sealed.js';

/** By whom and why: logistics hears of it, and hands out nothing more. */
export const markCalledOff = async (tx: EntityManager, { runId }: HeldRun, by: string, because: string | null): Promise<void> => {
  await tx.query(
    'UPDATE supply_runs SET called_off_at = clock_timestamp(), called_off_by = $2, called_off_because = $3 WHERE run_id = $1',
    [runId, by, supplyRuns.seal(tx, runId, { calledOffBecause: because }).calledOffBecause],
  );
};

/** Nothing was bought: what is ordered is void, and nobody is asked for anything any more. What was paid before stays to the household's credit. */
export async function endWithoutGoods(tx: EntityManager, run: HeldRun, event: Extract<RunEvent, 'voidRun' | 'cancelRun'>): Promise<void> {
  const { runId } = run;
  await tx.query(`UPDATE order_lines SET state = 'void' WHERE run_id = $1 AND state = 'open'`, [runId]);
  await moveOn(tx, run, event);
  await tx.query('UPDATE supply_runs SET closed_at = clock_timestamp() WHERE run_id = $1', [runId]);
  const processId = supplyRunId(runId);
  await closePendingSteps(tx, [
    { processId, step: 'lockOrders' },
    { processId, step: 'approveAllocation' },
  ]);
}
