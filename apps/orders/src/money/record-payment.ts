import { randomUUID } from 'node:crypto';
import { type Actor, DomainError, fen } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { paymentAnswer, paymentBody } from '@jielong/orders-contract/schemas';
import { paying } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { householdsOf } from '../orders/household-rows.js';
import { noSuchRun } from '../supply-runs/run-rows.js';
import { on, post } from './postings.rows.js';

export type RecordPayment = z.output<typeof paymentBody>;
export type RecordedPayment = z.output<typeof paymentAnswer>;

/** A household has paid; somebody with a name holds it now. Cash is in the hands of whoever enters it, unless somebody else is named. */
export async function recordPayment(tx: EntityManager, runId: string, body: RecordPayment, actor: Actor): Promise<RecordedPayment> {
  const collectedBy = body.collectedBy ?? (body.way === 'cash' ? actor.code : null);
  const suppliers = await suppliersOf(tx, runId);
  await householdsOf(tx, [body.paidBy]);
  await checkPerson(tx, collectedBy);
  const paymentId = randomUUID();
  const amountFen = fen(body.amountFen);
  const posting = paying({ paymentId, paidBy: body.paidBy, way: body.way, amountFen, collectedBy, suppliers });
  await tx.query('INSERT INTO payments (payment_id, run_id, paid_by, way, collected_by, amount_fen) VALUES ($1, $2, $3, $4, $5, $6)', [
    paymentId,
    runId,
    body.paidBy,
    body.way,
    collectedBy,
    amountFen,
  ]);
  await post(tx, on(runId, 'paid', [posting]));
  await audit(tx, { action: 'recordPayment', subjectKind: 'payment', subjectId: paymentId, details: { runId, amountFen, way: body.way } });
  const balanceFen = await balanceOf(tx, body.paidBy);
  return { id: paymentId, runId, paidBy: body.paidBy, way: body.way, amountFen, heldBy: posting.debit, balanceFen };
}

/** Suppliers of a run that is there. */
async function suppliersOf(tx: EntityManager, runId: string): Promise<string[]> {
  const rows = await tx.query<{ supplier: string }[]>('SELECT DISTINCT supplier FROM run_bundles WHERE run_id = $1 ORDER BY supplier', [
    runId,
  ]);
  if (rows.length === 0) throw noSuchRun(runId);
  return rows.map(({ supplier }) => supplier);
}

/** What a household owes over all runs; below zero it has credit. */
async function balanceOf(tx: EntityManager, household: string): Promise<number> {
  const [row] = await tx.query<{ balance: number }[]>(
    `SELECT balance_fen::float8 AS balance FROM account_balances WHERE kind = 'household' AND holder = $1`,
    [household],
  );
  return row?.balance ?? 0;
}

async function checkPerson(tx: EntityManager, code: string | null): Promise<void> {
  if (code === null) return;
  const found = await tx.query<unknown[]>(`SELECT FROM ${membersViews.people} WHERE code = $1 AND active`, [code]);
  if (found.length === 0) throw noSuchPerson(code);
}

const noSuchPerson = (code: string) =>
  new DomainError(
    'invalid',
    'no-such-person',
    { zh: `没有在岗的人员 ${code}。请核对收款人编号。`, en: `There is no active person ${code}. Check who collected.` },
    { code },
  );
