import type { Receipt } from '@jielong/kernel';
import { supplyRunId, type VoidRun } from '@jielong/orders-contract';
import { checkVoidable } from '@jielong/orders-domain';
import { audit, wakeProcess, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { HeldRun } from '../steps/held-run.js';
import { endWithoutGoods, markCalledOff } from './end-run.js';
import { joinRun } from './join-run.js';

/** The run does not come about. Its orders join another run where one is named; those that fit there no more stay behind, and are void. */
export async function voidRun(tx: EntityManager, run: HeldRun, report: VoidRun): Promise<Receipt> {
  checkVoidable(run.stage);
  const joined = report.into === undefined ? undefined : await joinRun(tx, run, report.into);
  await markCalledOff(tx, run, report.doneBy, report.reason ?? null);
  await endWithoutGoods(tx, run, 'voidRun');
  await audit(tx, {
    action: 'voidRun',
    subjectKind: 'supply-run',
    subjectId: run.runId,
    details: { into: report.into ?? null, ...joined },
  });
  return writeReport(tx, { processId: supplyRunId(run.runId), report, runs: [run.runId], assumed: [] });
}

/** The lock's deadline is past and there are fewer portions than the minimum: void by itself, where the policy says so. */
export async function voidBelowMinimum(tx: EntityManager, run: HeldRun): Promise<void> {
  if (run.policies.belowMinimum !== 'void' || run.stage !== 'confirming') return;
  const [row] = await tx.query<{ portions: number }[]>(
    'SELECT coalesce(sum(ordered), 0)::integer AS portions FROM run_bundles WHERE run_id = $1',
    [run.runId],
  );
  const portions = row?.portions ?? 0;
  if (portions >= run.minimumPortions) return;
  await markCalledOff(tx, run, 'policy', `${portions} < ${run.minimumPortions}`);
  await endWithoutGoods(tx, run, 'voidRun');
  await wakeProcess(tx, supplyRunId(run.runId));
  const details = { by: 'policy', portions, minimum: run.minimumPortions };
  await audit(tx, { action: 'voidRun', subjectKind: 'supply-run', subjectId: run.runId, details });
}
