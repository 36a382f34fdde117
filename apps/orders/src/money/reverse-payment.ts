import { DomainError } from '@jielong/kernel';
import type { reversalAnswer } from '@jielong/orders-contract/schemas';
import { asPayment, checkCash, checkReversible, difference } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { paymentReversals } from '../sealed.js';
import { balanceOf, holdAccounts, shareRun } from './accounts.rows.js';
import { on, post, postedAbout } from './postings.rows.js';

export type Reversal = z.output<typeof reversalAnswer>;
interface Row {
  readonly runId: string;
  readonly paidBy: string;
  readonly amountFen: number;
}

/** A payment was none: what it has posted goes back, once. */
export async function reversePayment(tx: EntityManager, paymentId: string, reason: string): Promise<Reversal> {
  const [payment] = await tx.query<Row[]>(
    'SELECT run_id AS "runId", paid_by AS "paidBy", amount_fen::float8 AS "amountFen" FROM payments WHERE payment_id = $1',
    [paymentId],
  );
  if (!payment) throw noSuchPayment(paymentId);
  const { runId, paidBy, amountFen } = payment;
  await shareRun(tx, runId);
  const concerned = (await postedAbout(tx, runId, `payment ${paymentId}`)).flatMap(({ debit, credit }) => [debit, credit]);
  const balances = await holdAccounts(tx, concerned);
  checkReversible(paymentId, await reversedBy(tx, paymentId)); // read while its accounts are held: of two, one comes second
  const back = difference(await postedAbout(tx, runId, `payment ${paymentId}`), []);
  back.forEach(({ credit }) => checkCash(amountFen, credit, balances(credit)));
  await tx.query('INSERT INTO payment_reversals (payment_id, reason) VALUES ($1, $2)', [
    paymentId,
    paymentReversals.seal(tx, paymentId, { reason }).reason,
  ]);
  await post(tx, on(runId, 'reversed', back.map(asPayment)));
  await audit(tx, { action: 'reversePayment', subjectKind: 'payment', subjectId: paymentId, details: { runId, amountFen } });
  return { paymentId, runId, amountFen, balanceFen: await balanceOf(tx, paidBy) };
}

async function reversedBy(tx: EntityManager, paymentId: string): Promise<string | null> {
  const [row] = await tx.query<{ by: string }[]>('SELECT entered_by AS by FROM payment_reversals WHERE payment_id = $1', [paymentId]);
  return row?.by ?? null;
}

const noSuchPayment = (paymentId: string) =>
  new DomainError(
    'not-found',
    'no-such-payment',
    {
      zh: '没有这笔收款。用 GET /api/supply-runs/{id}/payments 查看一个批次的收款。',
      en: 'There is no such payment. `GET /api/supply-runs/{id}/payments` lists those of a run.',
    },
    { paymentId },
  );
