import type { Receipt } from '@jielong/kernel';
import { inFlightKinds } from '@jielong/logistics-contract';
import { type ApproveSettlement, supplyRunId } from '@jielong/orders-contract';
import {
  checkNothingInFlight,
  checkOwnMoney,
  checkPricesDecided,
  checkReceived,
  checkSettleable,
  checkUndisputed,
  emptied,
  notDivided,
} from '@jielong/orders-domain';
import { audit, closePendingSteps, holdBooks, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { isDivided } from '../allocation/allocate.js';
import { disputesOf, heldOf } from '../allocation/goods.rows.js';
import { on, post } from '../money/postings.rows.js';
import { undecidedOf } from '../purchases/dear-prices.rows.js';
import { unreceivedOf } from '../purchases/unreceived.rows.js';
import { type HeldRun, moveOn } from '../steps/held-run.js';
import { publicAccountOf } from './public-account.js';
import { moneyHandlersOf, remainderOf } from './remainder.rows.js';

/** Every portion has its place and every fen its holder: what is left in clearing goes to the fund, and the run is closed for good. */
export async function approveSettlement(tx: EntityManager, run: HeldRun, report: ApproveSettlement): Promise<Receipt> {
  const { runId } = run;
  checkSettleable(run.stage);
  await holdBooks(tx, runId);
  const isInFlight = (kind: string) => inFlightKinds.some((inFlight) => inFlight === kind);
  checkNothingInFlight((await heldOf(tx, runId)).filter(({ kind }) => isInFlight(kind)));
  checkUndisputed(await disputesOf(tx, runId));
  checkReceived(runId, await unreceivedOf(tx, runId));
  if (!(await isDivided(tx, run))) throw notDivided();
  checkPricesDecided(await undecidedOf(tx, runId));
  checkOwnMoney([report.doneBy, report.enteredBy], await moneyHandlersOf(tx, runId));
  await tx.query(`UPDATE order_lines SET state = 'void' WHERE run_id = $1 AND state = 'open'`, [runId]);
  const remainder = await remainderOf(tx, run);
  await post(tx, on(runId, 'settlement 1', emptied(remainder)));
  await moveOn(tx, run, run.calledOff ? 'approveCancellation' : 'approveSettlement');
  await tx.query('UPDATE supply_runs SET closed_at = clock_timestamp() WHERE run_id = $1', [runId]);
  const processId = supplyRunId(runId);
  const receipt = await writeReport(tx, { processId, report, runs: [runId], assumed: [] });
  const totals = await publicAccountOf(tx, run, remainder);
  await tx.query('INSERT INTO settlements (run_id, number, totals, approved_by, report_id) VALUES ($1, 1, $2, $3, $4)', [
    runId,
    JSON.stringify(totals),
    report.doneBy,
    report.reportId,
  ]);
  await closePendingSteps(tx, [{ processId, step: 'approveSettlement' }]);
  await audit(tx, { action: 'approveSettlement', subjectKind: 'supply-run', subjectId: runId, details: { ...remainder } });
  return receipt;
}
