import { DomainError, type Fen } from '@jielong/kernel';
import type { RunStage } from '@jielong/orders-contract';
import { type Account, accounts, type Posting } from './money.js';

/** Who pays the fund, or gets from it, after the books of a run were closed. */
export type SupplementaryParty = { readonly household: string } | { readonly supplier: string } | { readonly person: string };
export interface SupplementaryLine {
  readonly who: SupplementaryParty;
  readonly direction: 'pays' | 'gets';
  readonly amountFen: Fen;
}

/** The account of a line: what a person has to pay is in their hands, what a person gets they have advanced. */
export function accountOf({ who, direction }: Pick<SupplementaryLine, 'who' | 'direction'>): Account {
  if ('household' in who) return accounts.household(who.household);
  if ('supplier' in who) return accounts.supplier(who.supplier);
  return direction === 'pays' ? accounts.cash(who.person) : accounts.advance(who.person);
}

/** What the lines of a settlement are in the books of their run, against the fund. */
export const supplementing = (runId: string, number: number, lines: readonly SupplementaryLine[]): Posting[] =>
  lines.map((line, i) => {
    const [debit, credit] = line.direction === 'pays' ? [accountOf(line), accounts.fund] : [accounts.fund, accountOf(line)];
    return { kind: 'supplementary', subject: `settlement ${runId} ${number} line ${i + 1}`, debit, credit, amountFen: line.amountFen };
  });

/** Refuses a run whose books are still open: there, a correction says it. */
export function checkClosed(stage: RunStage): void {
  if (stage === 'closed') return;
  throw new DomainError(
    'conflict',
    'not-closed',
    {
      zh: '批次还没有结算。结算前请更正登记，不用补充结算。',
      en: 'The books of this run are open: correct what was reported instead. Supplementary settlements come after closing.',
    },
    { stage },
  );
}

/** Refuses the approval of somebody who pays or gets something by it. */
export function checkNotConcerned(approver: string, lines: readonly SupplementaryLine[]): void {
  if (!lines.some(({ who }) => 'person' in who && who.person === approver)) return;
  throw new DomainError(
    'conflict',
    'own-money',
    {
      zh: `补充结算里有 ${approver} 自己的款项，请由另一人批准。`,
      en: `The settlement names ${approver}: somebody else has to approve it.`,
    },
    { approver },
  );
}
