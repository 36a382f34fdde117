import type { Receipt } from '@jielong/kernel';
import { type ApprovePrice, supplyRunId } from '@jielong/orders-contract';
import { checkPriceDecidable } from '@jielong/orders-domain';
import { audit, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { chargesMeant } from '../allocation/charges.js';
import { post } from '../money/postings.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { decide, undecidedOf } from './dear-prices.rows.js';

/** A person decides who bears what was paid beyond the tolerance; what households are charged follows by difference. */
export async function approvePrice(tx: EntityManager, run: HeldRun, report: ApprovePrice): Promise<Receipt> {
  const { runId } = run;
  const bundles = await undecidedOf(tx, runId);
  checkPriceDecidable(run.stage, bundles);
  const receipt = await writeReport(tx, { processId: supplyRunId(runId), report, runs: [runId], assumed: [] });
  await decide(tx, runId, report.charge, report.reportId);
  await post(tx, await chargesMeant(tx, run, `report ${report.reportId}`));
  const details = { bundles, charge: report.charge };
  await audit(tx, { action: 'approvePrice', subjectKind: 'supply-run', subjectId: runId, details });
  return receipt;
}
