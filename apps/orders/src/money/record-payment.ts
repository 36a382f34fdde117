import { randomUUID } from 'node:crypto';
import { type Actor, DomainError, fen } from '@jielong/kernel';
import type { paymentAnswer, paymentBody } from '@jielong/orders-contract/schemas';
import { accounts, checkOwed, paying, type Payment } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { householdsOf, idNow } from '../orders/household-rows.js';
import { balanceOf, checkPerson, holdAccounts, orderedAhead, shareRun } from './accounts.rows.js';
import { checkCollector } from './collector.js';
import { on, post } from './postings.rows.js';

export type RecordPayment = z.output<typeof paymentBody>;
export type RecordedPayment = z.output<typeof paymentAnswer>;
export type NewPayment = Omit<Payment, 'suppliers'> & { readonly prepaid: boolean };

/** A household has paid; somebody with a name holds it now. Cash is in the hands of whoever enters it, unless somebody else is named. */
export async function recordPayment(tx: EntityManager, runId: string, body: RecordPayment, actor: Actor): Promise<RecordedPayment> {
  const compound = await shareRun(tx, runId);
  const { way, prepaid = false } = body;
  const collectedBy = body.collectedBy ?? (way === 'cash' ? actor.code : null);
  const households = await householdsOf(tx, [body.paidBy]);
  const paidBy = idNow(households, body.paidBy);
  checkAtHome(compound, households.get(body.paidBy)?.compound);
  checkCollector(actor, collectedBy);
  await checkPerson(tx, collectedBy);
  const amountFen = fen(body.amountFen);
  const payment = { paymentId: randomUUID(), paidBy, way, amountFen, collectedBy };
  const posting = paying({ ...payment, suppliers: await suppliersOf(tx, runId) });
  const balances = await holdAccounts(tx, [posting.debit, posting.credit]);
  const ahead = await orderedAhead(tx, [paidBy]);
  checkOwed(amountFen, balances(accounts.household(paidBy)) + (ahead.get(paidBy) ?? 0), prepaid);
  await writePayments(tx, runId, [{ ...payment, prepaid }]);
  await post(tx, on(runId, 'paid', [posting]));
  const details = { runId, amountFen, way };
  await audit(tx, { action: 'recordPayment', subjectKind: 'payment', subjectId: payment.paymentId, details });
  return { id: payment.paymentId, runId, paidBy, way, amountFen, heldBy: posting.debit, balanceFen: await balanceOf(tx, paidBy) };
}

/** What is paid for a run is paid by a household of its compound. */
function checkAtHome(compound: string, householdCompound: string | undefined): void {
  if (householdCompound === compound) return;
  throw new DomainError(
    'invalid',
    'other-compound',
    {
      zh: `这一户不在 ${compound}，不能记在这个批次上。请核对户和批次。`,
      en: `This household does not live in ${compound}, whose run this is. Check both.`,
    },
    { compound, householdCompound: householdCompound ?? null },
  );
}

/** The rows of payments; what they are in the books is posted beside. */
export async function writePayments(tx: EntityManager, runId: string, payments: readonly NewPayment[]): Promise<void> {
  await tx.query(
    `INSERT INTO payments (payment_id, run_id, paid_by, way, collected_by, amount_fen, prepaid)
     SELECT "paymentId", $1, "paidBy", way, "collectedBy", "amountFen", prepaid
     FROM jsonb_to_recordset($2) AS p("paymentId" uuid, "paidBy" uuid, way text, "collectedBy" text, "amountFen" bigint, prepaid boolean)`,
    [runId, JSON.stringify(payments)],
  );
}

/** Suppliers of a run. */
async function suppliersOf(tx: EntityManager, runId: string): Promise<string[]> {
  const rows = await tx.query<{ supplier: string }[]>('SELECT DISTINCT supplier FROM run_bundles WHERE run_id = $1 ORDER BY supplier', [
    runId,
  ]);
  return rows.map(({ supplier }) => supplier);
}
