import type { pageQuery } from '@jielong/kernel/schemas';
import type { moneyAnswer, postingAnswer } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { mergedHouseholds } from '../merges/same-household.rows.js';
import { runMustExist } from '../supply-runs/run-rows.js';

export type Money = z.output<typeof moneyAnswer>;
export type PostingView = Omit<z.output<typeof postingAnswer>, 'at'> & { readonly at: Date };
type Sums = Omit<Money, 'accounts' | 'balanced' | 'runId'>;

/** A household's account is that of all its ids. */
const accounts = `
  WITH merged AS MATERIALIZED ${mergedHouseholds}, posted AS (
    SELECT a.kind, CASE a.kind WHEN 'household' THEN coalesce(m."into", a.holder) ELSE a.holder END AS holder, sum(a.delta) AS fen
    FROM postings CROSS JOIN LATERAL
      (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS a(kind, holder, delta)
    LEFT JOIN merged m ON m.id = a.holder
    WHERE run_id = $1 GROUP BY 1, 2)
  SELECT kind, holder, fen::float8 AS "balanceFen",
    (SELECT sum(balance_fen)::float8 FROM account_balances b WHERE b.kind = p.kind
       AND b.holder = ANY (ARRAY(SELECT id FROM merged WHERE p.kind = 'household' AND "into" = p.holder) || p.holder)) AS "acrossRunsFen"
  FROM posted p ORDER BY kind, holder`;
const sum = (kind: string) => `coalesce(sum(amount_fen) FILTER (WHERE kind = '${kind}'), 0)::float8`;
const sums = `
  SELECT ${sum('charge')} AS "chargesFen", ${sum('credit')} AS "creditsFen", (${sum('payment')} - ${sum('payment-back')}) AS "paymentsFen",
    (${sum('purchase')} - ${sum('purchase-back')}) AS "purchasesFen", (${sum('from-fund')} - ${sum('to-fund')}) AS "fromFundFen"
  FROM postings WHERE run_id = $1`;

/** Who holds which fen of a run. */
export async function readMoney(tx: EntityManager, runId: string): Promise<Money> {
  await runMustExist(tx, runId);
  const rows = await tx.query<Money['accounts']>(accounts, [runId]);
  const [totals] = await tx.query<Sums[]>(sums, [runId]);
  const none: Sums = { chargesFen: 0, creditsFen: 0, paymentsFen: 0, purchasesFen: 0, fromFundFen: 0 };
  return { runId, accounts: rows, ...none, ...totals, balanced: rows.reduce((total, { balanceFen }) => total + balanceFen, 0) === 0 };
}

const keySchema = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** The books of a run, in the order in which they were written. */
export async function listPostings(tx: EntityManager, runId: string, query: z.output<typeof pageQuery>): Promise<Page<PostingView>> {
  await runMustExist(tx, runId);
  const [after] = decodeCursor(query.after, keySchema) ?? ['0'];
  const rows = await tx.query<PostingView[]>(
    `SELECT posting_id AS id, kind, subject, occasion, jsonb_build_object('kind', debit_kind, 'holder', debit_holder) AS debit,
       jsonb_build_object('kind', credit_kind, 'holder', credit_holder) AS credit, amount_fen::float8 AS "amountFen",
       entered_by AS "enteredBy", at
     FROM postings WHERE run_id = $1 AND posting_id > $2::bigint ORDER BY posting_id LIMIT $3`,
    [runId, after, query.limit + 1],
  );
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    (row) => row,
  );
}
