import { DomainError } from '@jielong/kernel';
import type { RunStage } from '@jielong/orders-contract';
import { isDividing, isOver } from './supply-run.js';

/** A run that is to share a receipt, and what is planned for it at that supplier. */
export interface Sharing {
  readonly runId: string;
  readonly stage: RunStage;
  /** Its goods have left the shop: somebody has bought them, reported or not. */
  readonly haveLeft: boolean;
  readonly planned: readonly { readonly purchaseId: string; readonly bought: boolean; readonly runs: readonly string[] }[];
}

/** The planned purchases that give way to one for all of these runs; refuses what is not locked, not planned there, or bought already. */
export function givingWay(supplier: string, runs: readonly Sharing[]): string[] {
  for (const { runId, stage } of runs) {
    if (isOver(stage)) throw wrongStage(runId, stage, { zh: '已经结束', en: 'is over' });
    if (!isDividing(stage) || stage === 'settling')
      throw wrongStage(runId, stage, { zh: '还没有锁单，或已在结算', en: 'is not locked yet, or is settling' });
  }
  return [...new Set(runs.flatMap((run) => givenBy(supplier, run, runs)))].toSorted();
}

function givenBy(supplier: string, { runId, haveLeft, planned }: Sharing, all: readonly Sharing[]): string[] {
  if (!planned.length) throw notPlanned(runId, supplier);
  if (haveLeft || planned.some(({ bought }) => bought)) throw alreadyBought(runId, supplier);
  const unnamed = planned.flatMap(({ runs }) => runs).find((other) => !all.some((run) => run.runId === other));
  if (unnamed !== undefined) throw sharedWith(runId, unnamed);
  return planned.map(({ purchaseId }) => purchaseId);
}

const wrongStage = (runId: string, stage: RunStage, why: { zh: string; en: string }) =>
  new DomainError(
    'conflict',
    'wrong-stage',
    { zh: `批次 ${runId} ${why.zh}，不能合并采购。`, en: `Run ${runId} ${why.en}: it cannot share a purchase.` },
    { runId, stage },
  );
const notPlanned = (runId: string, supplier: string) =>
  new DomainError(
    'conflict',
    'not-planned',
    {
      zh: `批次 ${runId} 在${supplier}没有待采购的东西。请核对供应商名称。`,
      en: `Nothing is planned for run ${runId} at ${supplier}. Check the supplier's name.`,
    },
    { runId, supplier },
  );
const alreadyBought = (runId: string, supplier: string) =>
  new DomainError(
    'conflict',
    'already-bought',
    {
      zh: `批次 ${runId} 在${supplier}的采购已经完成，不能再合并。请更正那次采购的登记。`,
      en: `What run ${runId} wants of ${supplier} has been bought: it cannot be joined any more. Correct the report of that purchase instead.`,
    },
    { runId, supplier },
  );
const sharedWith = (runId: string, other: string) =>
  new DomainError(
    'conflict',
    'shared-purchase',
    {
      zh: `批次 ${runId} 的采购已与批次 ${other} 合并，请把它们一起写上。`,
      en: `The purchase of run ${runId} is for run ${other} too: name both.`,
    },
    { runId, other },
  );
