import type { pageQuery } from '@jielong/kernel/schemas';
import type { paymentInList } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { runMustExist } from '../supply-runs/run-rows.js';

type Answer = z.output<typeof paymentInList>;
export type PaymentView = Omit<Answer, 'at' | 'reversedAt'> & { readonly at: Date; readonly reversedAt: Date | null };
type Query = z.output<typeof pageQuery>;

const keySchema = z.tuple([z.string().max(40), z.uuid()]);

/** Payments of a run in the order in which they were entered, with those that were reversed. */
export async function listPayments(tx: EntityManager, runId: string, { limit, after }: Query): Promise<Page<PaymentView>> {
  await runMustExist(tx, runId);
  const [at, id] = decodeCursor(after, keySchema) ?? [null, null];
  const rows = await tx.query<(PaymentView & { cursor: string })[]>(
    `SELECT p.payment_id AS id, p.paid_by AS "paidBy", p.way, p.collected_by AS "collectedBy", p.amount_fen::float8 AS "amountFen", p.prepaid,
       p.entered_by AS "enteredBy", p.at, p.at::text AS cursor, r.at AS "reversedAt", r.entered_by AS "reversedBy"
     FROM payments p LEFT JOIN payment_reversals r ON r.payment_id = p.payment_id
     WHERE p.run_id = $1 AND ($2::text IS NULL OR (p.at, p.payment_id) > ($2::timestamptz, $3::uuid)) ORDER BY p.at, p.payment_id LIMIT $4`,
    [runId, at, id, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => [row.cursor, row.id],
    ({ cursor: _, ...row }) => row,
  );
}
