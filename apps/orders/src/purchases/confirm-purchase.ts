import { DomainError, type Receipt } from '@jielong/kernel';
import { type ConfirmPurchase, purchaseId as purchaseProcess, supplyRunId } from '@jielong/orders-contract';
import {
  asPurchase,
  boughtBy,
  checkAdvance,
  checkFirst,
  checkNotGivenWay,
  checkPurchasable,
  difference,
  type Moved,
  payerOf,
  purchaseFlows,
} from '@jielong/orders-domain';
import { audit, closePendingSteps, wakeProcess, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { chargesMeant } from '../allocation/charges.js';
import { movedOf } from '../allocation/goods.rows.js';
import { on, type OccasionalPosting, post, postedAbout } from '../money/postings.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { purchases } from '../sealed.js';
import { findDear } from './dear-prices.rows.js';
import { type PurchaseRow, purchaseLines, purchaseRow, writeBought } from './purchase.rows.js';

export interface PurchaseReport {
  readonly purchaseId: string;
  /** The runs that it serves, held. */
  readonly runs: readonly HeldRun[];
  readonly report: ConfirmPurchase;
  /** The process that has taken the report. */
  readonly processId: string;
}

/** What was bought, at which price, from whose money. What was booked before, assumed or reported and now replaced, gives way to it. */
export async function confirmPurchase(tx: EntityManager, { purchaseId, runs, report, processId }: PurchaseReport): Promise<Receipt> {
  runs.forEach(({ stage }) => checkPurchasable(stage));
  const purchase = await purchaseRow(tx, purchaseId);
  checkNotGivenWay(purchase.givenWayTo);
  checkFirst(report, firstOf(purchase));
  checkAdvance(report, purchase.paidFrom);
  const lines = boughtBy(await purchaseLines(tx, { purchaseId }), report, await movedFor(tx, runs));
  await writeBought(tx, purchaseId, lines);
  await writePurchase(tx, purchaseId, report);
  for (const run of runs) await findDear(tx, run, purchaseId, lines);
  const flows = purchaseFlows(purchaseId, payerOf(report.paidFrom, purchase.supplier, report.doneBy), lines);
  const postings: OccasionalPosting[] = [];
  for (const { runId } of runs) {
    const meant = flows.filter(({ debit }) => debit.holder === runId);
    const posted = await postedAbout(tx, runId, `purchase ${purchaseId} `);
    postings.push(...on(runId, `report ${report.reportId}`, difference(posted, meant).map(asPurchase)));
  }
  for (const run of runs) postings.push(...(await chargesMeant(tx, run, `report ${report.reportId}`)));
  await post(tx, postings);
  await tellOthers(tx, purchaseId, runs, processId);
  const portions = lines.reduce((sum, { bought }) => sum + bought, 0);
  await audit(tx, { action: 'confirmPurchase', subjectKind: 'purchase', subjectId: purchaseId, details: { portions } });
  return writeReport(tx, { processId: purchaseProcess(purchaseId), report, runs: runs.map(({ runId }) => runId), assumed: [] });
}

const firstOf = ({ reportId, enteredBy }: PurchaseRow) => (reportId === null ? undefined : { reportId, enteredBy: enteredBy ?? '' });

/** What goods of each of these runs have done. */
async function movedFor(tx: EntityManager, runs: readonly HeldRun[]): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const { runId } of runs) moved.push(...(await movedOf(tx, runId)));
  return moved;
}

async function writePurchase(tx: EntityManager, purchaseId: string, report: ConfirmPurchase): Promise<void> {
  const { receipt, paidFrom = 'supplier', reportId, enteredBy, doneBy, evidence } = report;
  const { noneBecause } = purchases.seal(tx, purchaseId, { noneBecause: 'noneBecause' in receipt ? receipt.noneBecause : null });
  await tx.query(
    `UPDATE purchases SET state = 'bought', bought_at = coalesce(bought_at, clock_timestamp()), receipt_number = $2, none_because = $3,
       paid_from = $4, report_id = $5, entered_by = $6, done_by = $7, evidence = $8 WHERE purchase_id = $1`,
    [purchaseId, 'number' in receipt ? receipt.number : null, noneBecause, paidFrom, reportId, enteredBy, doneBy, evidence],
  );
}

/** Whoever is not the one that has taken the report reads it from the rows. A purchase tells its runs itself, once the goods are received. */
async function tellOthers(tx: EntityManager, purchaseId: string, runs: readonly HeldRun[], processId: string): Promise<void> {
  const own = purchaseProcess(purchaseId);
  await closePendingSteps(tx, [{ processId: own, step: 'confirmPurchase', at: purchaseId }]);
  if (processId === own) return;
  const others = [own, ...runs.map(({ runId }) => supplyRunId(runId))].filter((other) => other !== processId);
  for (const other of others) await wakeProcess(tx, other);
}

/** Which of a run's purchases a report means that was sent to the run. */
export function purchaseMeant(at: string | undefined, places: readonly { id: string; name: string }[]): string {
  const [only, ...others] = places;
  const meant = at ?? (others.length === 0 ? only?.id : undefined);
  if (meant !== undefined && places.some(({ id }) => id === meant)) return meant;
  const suppliers = places.map(({ name }) => name);
  throw new DomainError(
    'invalid',
    'unknown-purchase',
    {
      zh: `请用 at 写明是哪一次采购：${suppliers.join('、') || '（这个批次还没有采购）'}。`,
      en: `Say in \`at\` which purchase is meant: ${suppliers.join(', ') || '(this run has none yet)'}.`,
    },
    { at: at ?? null, places },
  );
}
