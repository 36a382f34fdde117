import { DomainError, type Fen, fen, yuan } from '@jielong/kernel';
import { type Account, accounts, type Posting } from './money.js';

export interface Payout {
  readonly payoutId: string;
  readonly household: string;
  readonly amountFen: Fen;
  /** Whose cash it is; null: the fund pays. */
  readonly paidBy: string | null;
}
/** A household gets its credit in its hand. */
export const payingOut = ({ payoutId, household, amountFen, paidBy }: Payout): Posting => ({
  kind: 'payout',
  subject: `payout ${payoutId}`,
  debit: accounts.household(household),
  credit: paidBy === null ? accounts.fund : accounts.cash(paidBy),
  amountFen,
});

export interface Waiver {
  readonly waiverId: string;
  readonly household: string;
  readonly amountFen: Fen;
}
/** The fund does without what a household owes. */
export const waiving = ({ waiverId, household, amountFen }: Waiver): Posting => ({
  kind: 'waive',
  subject: `waiver ${waiverId}`,
  debit: accounts.waived,
  credit: accounts.household(household),
  amountFen,
});

/** Refuses a payment above what is owed that nobody has called prepaid. `owedFen`: over all runs, below zero is credit. */
export function checkOwed(amountFen: number, owedFen: number, prepaid: boolean): void {
  if (prepaid || amountFen <= Math.max(0, owedFen)) return;
  throw moreThanOwed(amountFen, Math.max(0, owedFen));
}

/** Refuses to pay out more than the household's credit over all runs, or more cash than the person holds. */
export function checkPayout(amountFen: number, owedFen: number, payer: Account, heldFen: number): void {
  const creditFen = Math.max(0, -owedFen);
  if (amountFen > creditFen) throw moreThanCredit(amountFen, creditFen);
  checkCash(amountFen, payer, heldFen);
}

/** Refuses to take more cash from a person than the person holds. */
export function checkCash(amountFen: number, { kind, holder }: Account, heldFen: number): void {
  if (kind === 'cash' && amountFen > heldFen) throw notEnoughCash(holder, amountFen, heldFen);
}

/** Refuses to waive more than is owed, or more than the fund bears for a household of one run. */
export function checkWaiver(amountFen: number, owedFen: number, waivedFen: number, limitFen: number): void {
  if (amountFen > Math.max(0, owedFen)) throw waivesTooMuch(amountFen, Math.max(0, owedFen));
  if (waivedFen + amountFen > limitFen) throw overWaiverLimit(amountFen, waivedFen, limitFen);
}

/** Refuses a second reversal. */
export function checkReversible(paymentId: string, reversedBy: string | null): void {
  if (reversedBy !== null) throw alreadyReversed(paymentId, reversedBy);
}

const inYuan = (amount: number): string => yuan(fen(amount));
const moreThanOwed = (amountFen: number, owedFen: number) =>
  new DomainError(
    'conflict',
    'more-than-owed',
    {
      zh: `收到 ${inYuan(amountFen)} 元，这户只欠 ${inYuan(owedFen)} 元。确是预付请带 prepaid，否则请核对。`,
      en: `${inYuan(amountFen)} yuan were paid, the household owes ${inYuan(owedFen)}. Say \`prepaid\` if it is meant so; else check the amount.`,
    },
    { amountFen, owedFen },
  );
const moreThanCredit = (amountFen: number, creditFen: number) =>
  new DomainError(
    'conflict',
    'more-than-credit',
    {
      zh: `要退 ${inYuan(amountFen)} 元，这户在所有批次合计只有 ${inYuan(creditFen)} 元可退。`,
      en: `${inYuan(amountFen)} yuan are to be paid out, the household's credit over all runs is ${inYuan(creditFen)}.`,
    },
    { amountFen, creditFen },
  );
const notEnoughCash = (holder: string, amountFen: number, heldFen: number) =>
  new DomainError(
    'conflict',
    'not-enough-cash',
    {
      zh: `${holder} 手里只有 ${inYuan(heldFen)} 元代收款，拿不出 ${inYuan(amountFen)} 元。请换一个人付，或从基金付。`,
      en: `${holder} holds ${inYuan(heldFen)} yuan of collected cash, not ${inYuan(amountFen)}. Let somebody else pay, or the fund.`,
    },
    { holder, amountFen, heldFen },
  );
const waivesTooMuch = (amountFen: number, owedFen: number) =>
  new DomainError(
    'conflict',
    'more-than-owed',
    {
      zh: `要减免 ${inYuan(amountFen)} 元，这户只欠 ${inYuan(owedFen)} 元。`,
      en: `${inYuan(amountFen)} yuan are to be waived, the household owes ${inYuan(owedFen)}.`,
    },
    { amountFen, owedFen },
  );
const overWaiverLimit = (amountFen: number, waivedFen: number, limitFen: number) =>
  new DomainError(
    'conflict',
    'over-waiver-limit',
    {
      zh: `每户每批最多减免 ${inYuan(limitFen)} 元，这户已减免 ${inYuan(waivedFen)} 元，再减 ${inYuan(amountFen)} 元就超了。`,
      en: `A household may be waived ${inYuan(limitFen)} yuan a run; ${inYuan(waivedFen)} have been, ${inYuan(amountFen)} more are too many.`,
    },
    { amountFen, waivedFen, limitFen },
  );
const alreadyReversed = (paymentId: string, reversedBy: string) =>
  new DomainError(
    'conflict',
    'already-reversed',
    {
      zh: `这笔收款已由 ${reversedBy} 冲销过，不能再冲。`,
      en: `${reversedBy} has reversed this payment already: it can be done once.`,
    },
    { paymentId, reversedBy },
  );
