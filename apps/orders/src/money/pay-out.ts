import { randomUUID } from 'node:crypto';
import { type Actor, fen } from '@jielong/kernel';
import type { payoutAnswer, payoutBody } from '@jielong/orders-contract/schemas';
import { checkPayout, payingOut } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { householdsOf, idNow } from '../orders/household-rows.js';
import { payouts } from '../sealed.js';
import { balanceOf, checkPerson, holdAccounts, shareRun } from './accounts.rows.js';
import { on, post } from './postings.rows.js';

export type PayOut = z.output<typeof payoutBody>;
export type PaidOut = z.output<typeof payoutAnswer>;

/** A household's credit over all runs goes into its hand, from a person's collected cash or the fund; never more than its credit. */
export async function payOut(tx: EntityManager, runId: string, body: PayOut, actor: Actor): Promise<PaidOut> {
  const { from, reason } = body;
  const paidBy = from === 'cash' ? (body.paidBy ?? actor.code) : null;
  await shareRun(tx, runId);
  const household = idNow(await householdsOf(tx, [body.household]), body.household);
  await checkPerson(tx, paidBy);
  const [payoutId, amountFen] = [randomUUID(), fen(body.amountFen)];
  const posting = payingOut({ payoutId, household, amountFen, paidBy });
  const balances = await holdAccounts(tx, [posting.debit, posting.credit]);
  checkPayout(amountFen, balances(posting.debit), posting.credit, balances(posting.credit));
  await tx.query(
    'INSERT INTO payouts (payout_id, run_id, household, amount_fen, from_kind, paid_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [payoutId, runId, household, amountFen, from, paidBy, payouts.seal(tx, payoutId, { reason: reason ?? null }).reason],
  );
  await post(tx, on(runId, 'paid-out', [posting]));
  await audit(tx, { action: 'payOut', subjectKind: 'payout', subjectId: payoutId, details: { runId, amountFen, from } });
  return { id: payoutId, runId, household, amountFen, from: posting.credit, balanceFen: await balanceOf(tx, household) };
}
