import { DomainError, type Receipt, type Subject } from '@jielong/kernel';
import type { ConfirmPurchase, OrdersStepReport, PurchaseState, RunState } from '@jielong/orders-contract';
import { once } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { approveAllocation } from '../allocation/approve-allocation.js';
import { approvePrice } from '../purchases/approve-price.js';
import { confirmPurchase, purchaseMeant } from '../purchases/confirm-purchase.js';
import { lockOrders } from '../purchases/lock-orders.js';
import { purchasesNamed, runsOfPurchase } from '../purchases/purchase.rows.js';
import { cancelRun } from '../calling-off/cancel-run.js';
import { voidRun } from '../calling-off/void-run.js';
import { approveSettlement } from '../settlement/approve-settlement.js';
import { type HeldRun, holdRun, holdRuns } from './held-run.js';
import { purchaseStateOf, runStateOf } from './run-state.js';

/** What a process of orders is about. */
export type About = { readonly runId: string } | { readonly purchaseId: string };
export interface Applied {
  readonly receipt: Receipt;
  readonly run?: RunState;
  readonly purchase?: PurchaseState;
}

/** The run or purchase that a process id names. */
export function aboutOf(processId: string): About {
  const [kind, id = ''] = processId.split(':');
  if (kind === 'supply-run') return { runId: id };
  if (kind === 'purchase') return { purchaseId: id };
  throw notOurs(processId);
}

/** Writes a report and everything that follows from it, once, under its runs; answers with the state of the process that took it. */
export async function applyReport(tx: EntityManager, subject: Subject, report: OrdersStepReport): Promise<Applied> {
  const about = aboutOf(subject.processId);
  const receipt = report.step === 'confirmPurchase' ? await purchased(tx, subject, about, report) : await ofRun(tx, subject, about, report);
  return { receipt, ...(await stateOf(tx, about)) };
}

/** The state of a process, under its own name. */
export const stateOf = async (tx: EntityManager, about: About): Promise<Omit<Applied, 'receipt'>> =>
  'runId' in about ? { run: await runStateOf(tx, about.runId) } : { purchase: await purchaseStateOf(tx, about.purchaseId) };

async function purchased(tx: EntityManager, { processId }: Subject, about: About, report: ConfirmPurchase): Promise<Receipt> {
  const purchaseId = 'runId' in about ? purchaseMeant(report.at, await purchasesNamed(tx, about.runId)) : about.purchaseId;
  const runs = await holdRuns(tx, await runsOfPurchase(tx, purchaseId));
  const placed = { ...report, at: purchaseId };
  return firstTime(tx, purchaseId, placed, () => confirmPurchase(tx, { purchaseId, runs, report: placed, processId }));
}

async function ofRun(
  tx: EntityManager,
  subject: Subject,
  about: About,
  report: Exclude<OrdersStepReport, ConfirmPurchase>,
): Promise<Receipt> {
  if (!('runId' in about)) throw notOurs(subject.processId);
  const run = await holdRun(tx, about.runId);
  return firstTime(tx, about.runId, report, () => appliedTo(tx, subject, run, report));
}

/** One report id says one thing about one run or purchase. */
const firstTime = (tx: EntityManager, id: string, report: OrdersStepReport, write: () => Promise<Receipt>): Promise<Receipt> =>
  once(tx, `report ${report.reportId}`, { ...report, channel: undefined, about: id }, write);

function appliedTo(
  tx: EntityManager,
  { community }: Subject,
  run: HeldRun,
  report: Exclude<OrdersStepReport, ConfirmPurchase>,
): Promise<Receipt> {
  switch (report.step) {
    case 'lockOrders':
      return lockOrders(tx, community, run, report);
    case 'approveAllocation':
      return approveAllocation(tx, run, report);
    case 'approvePrice':
      return approvePrice(tx, run, report);
    case 'approveSettlement':
      return approveSettlement(tx, run, report);
    case 'voidRun':
      return voidRun(tx, run, report);
    case 'cancelRun':
      return cancelRun(tx, run, report);
  }
}

const notOurs = (processId: string) =>
  new DomainError(
    'invalid',
    'wrong-process',
    { zh: `${processId} 不接受这一步的登记。`, en: `${processId} does not take reports of this step.` },
    { processId },
  );
