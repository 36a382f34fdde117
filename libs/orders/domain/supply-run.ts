import { DomainError, type Report } from '@jielong/kernel';
import type { RunStage } from '@jielong/orders-contract';

/** What moves a run on. */
export type RunEvent =
  | 'closeOrdering'
  | 'extendOrdering'
  | 'lockOrders'
  | 'allocate'
  | 'enterSettling'
  | 'approveSettlement'
  | 'voidRun'
  | 'cancelRun'
  | 'approveCancellation';

/** Where each leads from where a run stands; everywhere else it leads nowhere. A closed run never reopens. */
const transitions: Readonly<Record<RunStage, Partial<Record<RunEvent, RunStage>>>> = {
  ordering: { closeOrdering: 'confirming', voidRun: 'voided', cancelRun: 'cancelled' },
  confirming: { extendOrdering: 'ordering', lockOrders: 'purchasing', voidRun: 'voided', cancelRun: 'cancelled' },
  purchasing: { allocate: 'distributing', enterSettling: 'settling', cancelRun: 'cancelled' },
  distributing: { enterSettling: 'settling' },
  settling: { approveSettlement: 'closed', approveCancellation: 'cancelled' },
  closed: {},
  voided: {},
  cancelled: {},
};

/** The stage after an event; the same one where the event says nothing new. */
export const stageAfter = (stage: RunStage, event: RunEvent): RunStage => transitions[stage][event] ?? stage;

/** The stages in their order, for what only comes after something. */
const order: readonly RunStage[] = ['ordering', 'confirming', 'purchasing', 'distributing', 'settling', 'closed'];
export const isPast = (stage: RunStage, other: RunStage): boolean => order.indexOf(stage) > order.indexOf(other);
export const isOver = (stage: RunStage): boolean => stage === 'closed' || stage === 'voided' || stage === 'cancelled';
/** Nobody writes its orders any more. */
export const isLocked = (stage: RunStage): boolean => isPast(stage, 'confirming') || isOver(stage);
/** From the lock until the books are closed: what there is may be divided. */
export const isDividing = (stage: RunStage): boolean => isPast(stage, 'confirming') && !isOver(stage);

/** Refuses a lock that comes too early, a second time, or after the end. */
export function checkLockable(stage: RunStage): void {
  if (stage === 'ordering') throw stillOrdering();
  if (isOver(stage)) throw closed(stage);
  if (stage !== 'confirming') throw alreadyDone('lockOrders', { zh: '订单已经锁定。', en: 'The orders are locked already.' });
}

/** Refuses to void a run of which something may be bought already. */
export function checkVoidable(stage: RunStage): void {
  if (isOver(stage)) throw closed(stage);
  if (isPast(stage, 'confirming')) throw alreadyLocked(stage);
}

/** Refuses to call off what is over, called off already, or has only its books left. */
export function checkCancellable(stage: RunStage, calledOff: boolean): void {
  if (isOver(stage)) throw closed(stage);
  if (calledOff)
    throw alreadyDone('cancelRun', {
      zh: '批次已经取消，正在清理余货。',
      en: 'The run is called off already; what is left is being disposed of.',
    });
  if (stage === 'settling') throw onlyBooksLeft(stage);
}

/** Refuses what cannot be said about a purchase any more. */
export function checkPurchasable(stage: RunStage): void {
  if (isOver(stage)) throw closed(stage);
}

/** Refuses a report about a purchase whose lines another one has taken. */
export function checkNotGivenWay(to: string | null): void {
  if (to !== null) throw givenWay(to);
}

/** Refuses a settlement before all pickup points are closed, or a second one. */
export function checkSettleable(stage: RunStage): void {
  if (isOver(stage)) throw closed(stage);
  if (!isPast(stage, 'confirming')) throw stillOrdering();
  if (stage !== 'settling') throw pickupOpen(stage);
}

/** Refuses to approve what is in effect already, or another version than the newest. */
export function checkApprovable(stage: RunStage, newest: { version: number; effective: boolean }, version: number): void {
  if (isOver(stage)) throw closed(stage);
  if (newest.version === 0) throw nothingToApprove();
  if (newest.version !== version) throw notNewest(version, newest.version);
  if (newest.effective) {
    throw alreadyDone('approveAllocation', { zh: `第 ${version} 版分配已经生效。`, en: `Version ${version} is in effect already.` });
  }
}

/** Refuses to decide prices where none waits, or the books are closed. */
export function checkPriceDecidable(stage: RunStage, undecided: readonly string[]): void {
  if (isOver(stage)) throw closed(stage);
  if (!undecided.length) throw noDearPrice();
}

/** A report comes first, or names the one that counts and that it replaces. */
export function checkFirst({ corrects }: Pick<Report, 'corrects'>, first: { reportId: string; enteredBy: string } | undefined): void {
  if (corrects !== undefined && corrects !== first?.reportId) throw notCurrent(corrects, first?.reportId ?? null);
  if (first && corrects === undefined) throw alreadyReported(first);
}

const stillOrdering = () =>
  new DomainError('conflict', 'still-ordering', {
    zh: '还在接龙，不能进行这一步。请等到截单，或先提前截单（close-ordering），核对后锁单。',
    en: 'Neighbours are still ordering. Wait for the cut-off or close ordering early (`close-ordering`), then confirm and lock.',
  });
const closed = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'closed',
    { zh: '批次已经结束，不再接受登记。', en: 'The run is over and takes no more reports.' },
    { stage },
  );
const alreadyLocked = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'orders-locked',
    {
      zh: '批次已经锁单，可能已有采购，不能作废。请用取消（cancellation）。',
      en: 'The orders are locked and something may be bought: call the run off (`cancellation`) instead of voiding it.',
    },
    { stage },
  );
const onlyBooksLeft = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'only-books-left',
    {
      zh: '取货已经结束，只剩余货和账目：请登记余货去向（disposal）并结算（settlement）。',
      en: 'Pickup is over: say what becomes of the rest (`disposal`), then settle the books (`settlement`).',
    },
    { stage },
  );
const pickupOpen = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'pickup-open',
    {
      zh: '取货还没有结束，不能结算。请先结束每个自提点的取货（close-pickup）。',
      en: 'Pickup is still open: close it at every pickup point (`close-pickup`) before settling.',
    },
    { stage },
  );
const nothingToApprove = () =>
  new DomainError('conflict', 'nothing-to-approve', {
    zh: '还没有分配，没有可批准的版本。',
    en: 'Nothing has been allocated yet: there is no version to approve.',
  });
const givenWay = (to: string) =>
  new DomainError(
    'conflict',
    'given-way',
    {
      zh: `这次采购已并入 ${to}（几个批次合买）。请在那里登记。`,
      en: `This purchase has given way to ${to}, for several runs together: report it there.`,
    },
    { to },
  );
const noDearPrice = () =>
  new DomainError('conflict', 'nothing-to-approve', {
    zh: '没有等待决定的超价。',
    en: 'No price waits for a decision.',
  });
const notNewest = (version: number, newest: number) =>
  new DomainError(
    'conflict',
    'not-current',
    {
      zh: `第 ${version} 版不是最新的分配，最新是第 ${newest} 版。请先查看它。`,
      en: `Version ${version} is not the newest allocation, ${newest} is. Look at that one first.`,
    },
    { version, newest },
  );
const alreadyDone = (step: string, text: { zh: string; en: string }) => new DomainError('conflict', 'already-reported', text, { step });
const alreadyReported = ({ reportId, enteredBy }: { reportId: string; enteredBy: string }) =>
  new DomainError(
    'conflict',
    'already-reported',
    {
      zh: `这一步已由 ${enteredBy} 登记（${reportId}）。内容不对请更正那条登记。`,
      en: `${enteredBy} has reported this step as ${reportId}. If it is wrong, correct that report.`,
    },
    { reportId, enteredBy },
  );
const notCurrent = (corrects: string, current: string | null) =>
  new DomainError(
    'conflict',
    'not-current',
    {
      zh: `${corrects} 不是当前有效的登记（有效的是 ${current ?? '无'}）。`,
      en: `${corrects} is not the report that counts; that is ${current ?? 'none'}.`,
    },
    { corrects, current },
  );
