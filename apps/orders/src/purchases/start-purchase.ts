import { type PurchaseInput, purchaseId as purchaseProcess } from '@jielong/orders-contract';
import { startProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { HeldRun } from '../steps/held-run.js';

export interface PurchaseStart {
  readonly community: string;
  readonly purchaseId: string;
  readonly supplier: string;
  /** At least one. */
  readonly runs: readonly HeldRun[];
}

/** The wish that the process of a purchase runs; due when the first of its runs needs it. */
export function startPurchase(tx: EntityManager, { community, purchaseId, supplier, runs }: PurchaseStart): Promise<void> {
  const dueAt = runs.map((run) => run.dueAt['confirmPurchase'] ?? new Date().toISOString()).toSorted()[0] ?? '';
  const distinct = (of: (run: HeldRun) => string) => [...new Set(runs.map(of))];
  const runIds = runs.map(({ runId }) => runId);
  const [serviceDate = ''] = distinct((run) => run.serviceDate).toSorted();
  const input: PurchaseInput = { community, purchaseId, runIds, dueAt: { confirmPurchase: dueAt } };
  return startProcess(tx, {
    processId: purchaseProcess(purchaseId),
    workflow: 'purchaseWorkflow',
    input,
    summary: `${distinct(({ compoundName }) => compoundName).join('、')} ${serviceDate} 采购 ${supplier}`.slice(0, 60),
    searchAttributes: {
      SupplyRun: runIds,
      Compound: distinct(({ compound }) => compound),
      Community: community,
      ServiceDate: serviceDate,
      Stage: 'planned',
    },
  });
}
