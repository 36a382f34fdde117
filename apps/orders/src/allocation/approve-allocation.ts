import { type Receipt } from '@jielong/kernel';
import { type ApproveAllocation, supplyRunId } from '@jielong/orders-contract';
import { checkApprovable } from '@jielong/orders-domain';
import { audit, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { HeldRun } from '../steps/held-run.js';
import { takeEffect } from './take-effect.js';
import { newestVersion } from './versions.rows.js';

/** A person stands for a shortage as it is divided: the version takes effect. */
export async function approveAllocation(tx: EntityManager, run: HeldRun, report: ApproveAllocation): Promise<Receipt> {
  const newest = await newestVersion(tx, run.runId);
  checkApprovable(run.stage, newest, report.version);
  await takeEffect(tx, run, { version: newest.version, approvedBy: report.doneBy, postings: [] });
  const details = { version: newest.version };
  await audit(tx, { action: 'approveAllocation', subjectKind: 'supply-run', subjectId: run.runId, details });
  return writeReport(tx, { processId: supplyRunId(run.runId), report, runs: [run.runId], assumed: [] });
}
