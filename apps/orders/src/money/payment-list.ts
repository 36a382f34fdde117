import { randomUUID } from 'node:crypto';
import type { Actor } from '@jielong/kernel';
import type { paymentListAnswer, paymentListBody } from '@jielong/orders-contract/schemas';
import { accounts, doubtText, type KnownLine, paying, planPayments, type PlannedPayment } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdRun } from '../steps/held-run.js';
import { checkCollector } from './collector.js';
import { type Balances, checkPerson, holdAccounts, orderedAhead } from './accounts.rows.js';
import { bookedKeys, householdsIn, listBalances, listedLines, noteBooked } from './payment-list.rows.js';
import { on, post } from './postings.rows.js';
import { type NewPayment, writePayments } from './record-payment.js';

export type PaymentList = z.output<typeof paymentListBody>;
export type ReadPayments = z.output<typeof paymentListAnswer>;

/** Reads a pasted list and says what a commit would book. Writes nothing. */
export async function previewPayments(tx: EntityManager, runId: string, body: PaymentList): Promise<ReadPayments> {
  const lines = await listedLines(tx, runId, body.text);
  return shown(await planned(tx, runId, body, { lines, balances: await listBalances(tx, lines) }));
}

/** Books what is clear, each line once; what is not is asked back and blocks nobody. */
export async function commitPayments(tx: EntityManager, runId: string, body: PaymentList, actor: Actor): Promise<ReadPayments> {
  await holdRun(tx, runId); // of two who paste the same list, one comes second
  checkCollector(actor, body.collectedBy ?? null);
  await checkPerson(tx, body.collectedBy ?? null);
  const lines = await listedLines(tx, runId, body.text);
  const takers = [accounts.cash(body.collectedBy ?? actor.code), accounts.fund];
  const balances = await holdAccounts(tx, [...householdsIn(lines).map((id) => accounts.household(id)), ...takers]);
  const plan = await planned(tx, runId, body, { lines, balances });
  const payments = plan.flatMap((one) => paymentOf(one, body, actor));
  payments.forEach(({ collectedBy }) => checkCollector(actor, collectedBy));
  await book(tx, runId, body.list, payments);
  return shown(plan, 'booked');
}

interface Found {
  readonly lines: readonly KnownLine[];
  readonly balances: Balances;
}
async function planned(tx: EntityManager, runId: string, { list, answers }: PaymentList, { lines, balances }: Found) {
  const ids = householdsIn(lines);
  const ahead = await orderedAhead(tx, ids);
  const owed = new Map(ids.map((id) => [id, balances(accounts.household(id)) + (ahead.get(id) ?? 0)]));
  return planPayments({ lines, booked: await bookedKeys(tx, runId, list), owed, answers });
}

interface Booked extends NewPayment {
  readonly key: string;
}
function paymentOf({ status, line: { reading, key }, household, prepaid }: PlannedPayment, body: PaymentList, actor: Actor): Booked[] {
  if (status !== 'clear' || !reading || household === null) return [];
  const way = reading.way ?? body.way;
  const collectedBy = body.collectedBy ?? (way === 'cash' ? actor.code : null);
  return [{ key, paymentId: randomUUID(), paidBy: household, way, amountFen: reading.amountFen, collectedBy, prepaid }];
}

async function book(tx: EntityManager, runId: string, list: string, payments: readonly Booked[]): Promise<void> {
  await writePayments(tx, runId, payments);
  await noteBooked(tx, runId, list, payments);
  const postings = payments.map((payment) => paying({ ...payment, suppliers: [] }));
  await post(tx, on(runId, 'paid', postings));
  const amountFen = payments.reduce((sum, payment) => sum + payment.amountFen, 0);
  const details = { payments: payments.length, amountFen };
  await audit(tx, { action: 'commitPaymentList', subjectKind: 'supply-run', subjectId: runId, details });
}

function shown(plan: readonly PlannedPayment[], clearIs: 'clear' | 'booked' = 'clear'): ReadPayments {
  const lines = plan.map((one) => shownLine(one, clearIs));
  const count = (wanted: PlannedPayment['status']) => lines.filter(({ status }) => status === wanted).length;
  const clear = plan.filter(({ status }) => status === 'clear');
  const amountFen = clear.reduce((sum, { line }) => sum + (line.reading?.amountFen ?? 0), 0);
  return { lines, booked: count('booked'), clear: count('clear'), asked: count('asked'), amountFen };
}

const shownLine = ({ line, status, doubt, household, owedFen }: PlannedPayment, clearIs: 'clear' | 'booked') => ({
  key: line.key,
  line: line.line,
  text: line.text,
  status: status === 'clear' ? clearIs : status,
  reason: doubt,
  reasonText: doubt && doubtText(doubt),
  household,
  candidates: [...line.candidates],
  amountFen: line.reading?.amountFen ?? null,
  owedFen,
});
