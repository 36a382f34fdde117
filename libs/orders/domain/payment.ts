import { DomainError, type Fen } from '@jielong/kernel';
import { type Account, accounts, type Posting } from './money.js';

/** How a household pays: into somebody's hand, to the supplier itself, or by transfer. */
export const paymentWays = ['cash', 'supplier', 'transfer'] as const;
export type PaymentWay = (typeof paymentWays)[number];
export interface Payment {
  readonly paymentId: string;
  readonly paidBy: string;
  readonly way: PaymentWay;
  readonly amountFen: Fen;
  /** The code of the person who took it; a transfer without one went to the community. */
  readonly collectedBy: string | null;
  /** Suppliers of the run. */
  readonly suppliers: readonly string[];
}

/** What a payment is in the books: the household owes less, and somebody with a name holds it. */
export const paying = (payment: Payment): Posting => ({
  kind: 'payment',
  subject: `payment ${payment.paymentId}`,
  debit: takers[payment.way](payment),
  credit: accounts.household(payment.paidBy),
  amountFen: payment.amountFen,
});

const takers: Readonly<Record<PaymentWay, (payment: Payment) => Account>> = {
  cash: ({ collectedBy }) => {
    if (collectedBy === null) throw whoTookIt();
    return accounts.cash(collectedBy);
  },
  transfer: ({ collectedBy }) => (collectedBy === null ? accounts.fund : accounts.cash(collectedBy)),
  supplier: ({ suppliers }) => {
    const [supplier, ...others] = suppliers;
    if (supplier === undefined || others.length) throw whichSupplier(suppliers);
    return accounts.supplier(supplier);
  },
};

const whoTookIt = () =>
  new DomainError('invalid', 'collector-missing', {
    zh: '现金在谁手里？请写明 collectedBy（收款人编号）。',
    en: 'Who has the cash? Name the person in `collectedBy`.',
  });
const whichSupplier = (suppliers: readonly string[]) =>
  new DomainError(
    'invalid',
    'which-supplier',
    {
      zh: `这个批次的供应商不是恰好一家（${suppliers.join('、') || '无'}），不能登记为直接付给供应商。`,
      en: `This run has not exactly one supplier (${suppliers.join(', ') || 'none'}): a payment to the supplier cannot be recorded.`,
    },
    { suppliers },
  );
