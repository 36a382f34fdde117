import { type Fen, fen } from '@jielong/kernel';

/**
 * Who can have to do with money. A balance is debits less credits: above zero somebody holds or owes so much, below zero it is owed to them.
 * A household's spans runs; `clearing` is a run's, and is empty once its books are closed.
 */
export type AccountKind = 'household' | 'cash' | 'advance' | 'supplier' | 'fund' | 'clearing' | 'waived';
export interface Account {
  readonly kind: AccountKind;
  /** A household's id, a person's code, a supplier's name, a run's id, or the community. */
  readonly holder: string;
}
export type PostingKind =
  | 'charge'
  | 'credit'
  | 'purchase'
  | 'purchase-back'
  | 'payment'
  | 'payment-back'
  | 'payout'
  | 'waive'
  | 'to-fund'
  | 'from-fund'
  | 'supplementary';

/** So much moves from `credit` to `debit`: what something costs somebody, or what somebody has taken. */
export interface Flow {
  /** What it is about: an order line, a purchase's bundle. One subject may have several postings, never two for one occasion. */
  readonly subject: string;
  readonly debit: Account;
  readonly credit: Account;
  readonly amountFen: Fen;
}
export interface Posting extends Flow {
  readonly kind: PostingKind;
}

const account =
  (kind: AccountKind) =>
  (holder: string): Account => ({ kind, holder });
export const accounts = {
  household: account('household'),
  cash: account('cash'),
  advance: account('advance'),
  supplier: account('supplier'),
  clearing: account('clearing'),
  fund: { kind: 'fund', holder: 'community' },
  waived: { kind: 'waived', holder: 'community' },
} as const;

export const accountKey = ({ kind, holder }: Account): string => `${kind}:${holder}`;

/** What an order line costs whoever pays for it. */
export const charging = (line: { runId: string; orderLineId: string; paidBy: string; amountFen: Fen }): Flow => ({
  subject: `order-line ${line.orderLineId}`,
  debit: accounts.household(line.paidBy),
  credit: accounts.clearing(line.runId),
  amountFen: line.amountFen,
});

/** What was bought of a bundle, from the supplier's account or a purchaser's own money. */
export const buying = (line: { runId: string; purchaseId: string; bundle: string; paidBy: Account; amountFen: Fen }): Flow => ({
  subject: `purchase ${line.purchaseId} ${line.bundle}`,
  debit: accounts.clearing(line.runId),
  credit: line.paidBy,
  amountFen: line.amountFen,
});

/**
 * What to append so that books that say `posted` say `meant`: nothing is edited or deleted. Where less is meant than is posted,
 * the difference goes the other way round.
 */
export function difference(posted: readonly Flow[], meant: readonly Flow[]): Flow[] {
  const sums = new Map<string, { flow: Flow; sum: number }>();
  const add = (flow: Flow, sign: number) => {
    const [straight, key] = oneWay(flow);
    const before = sums.get(key) ?? { flow: straight ? flow : turned(flow), sum: 0 };
    sums.set(key, { ...before, sum: before.sum + sign * (straight ? flow.amountFen : -flow.amountFen) });
  };
  posted.forEach((flow) => add(flow, -1));
  meant.forEach((flow) => add(flow, 1));
  return [...sums.values()]
    .filter(({ sum }) => sum !== 0)
    .map(({ flow, sum }) => ({ ...(sum > 0 ? flow : turned(flow)), amountFen: fen(Math.abs(sum)) }));
}

/** Postings there and back between two accounts about one subject meet under one key. */
function oneWay({ subject, debit, credit }: Flow): [straight: boolean, key: string] {
  const [there, here] = [accountKey(debit), accountKey(credit)];
  return there < here ? [true, `${subject}|${there}|${here}`] : [false, `${subject}|${here}|${there}`];
}
const turned = (flow: Flow): Flow => ({ ...flow, debit: flow.credit, credit: flow.debit });

/** Charges that shrink are credits; purchases that shrink come back, and so do payments that were none. */
export const asCharge = (flow: Flow): Posting => ({ ...flow, kind: flow.debit.kind === 'clearing' ? 'credit' : 'charge' });
export const asPurchase = (flow: Flow): Posting => ({ ...flow, kind: flow.debit.kind === 'clearing' ? 'purchase' : 'purchase-back' });
export const asPayment = (flow: Flow): Posting => ({ ...flow, kind: flow.credit.kind === 'household' ? 'payment' : 'payment-back' });
