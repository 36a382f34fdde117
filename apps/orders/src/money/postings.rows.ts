import { fen } from '@jielong/kernel';
import type { Flow, Posting } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** A posting of a run, on an occasion: the version of an allocation, the report of a purchase. */
export interface OccasionalPosting extends Posting {
  readonly runId: string;
  readonly occasion: string;
}

/** Gives postings their run and occasion. */
export const on = (runId: string, occasion: string, postings: readonly Posting[]): OccasionalPosting[] =>
  postings.map((posting) => ({ ...posting, runId, occasion }));

/** Appends to the books; balances follow. Once a transaction, with everything that it posts: so it locks balances in one order. */
export async function post(tx: EntityManager, postings: readonly OccasionalPosting[]): Promise<void> {
  if (postings.length === 0) return;
  const rows = postings.map(({ debit, credit, ...posting }) => ({
    ...posting,
    debitKind: debit.kind,
    debitHolder: debit.holder,
    creditKind: credit.kind,
    creditHolder: credit.holder,
  }));
  await tx.query(
    `INSERT INTO postings (run_id, kind, subject, occasion, debit_kind, debit_holder, credit_kind, credit_holder, amount_fen)
     SELECT "runId", kind, subject, occasion, "debitKind", "debitHolder", "creditKind", "creditHolder", "amountFen"
     FROM jsonb_to_recordset($1) AS p("runId" uuid, kind text, subject text, occasion text, "debitKind" text, "debitHolder" text,
       "creditKind" text, "creditHolder" text, "amountFen" bigint)`,
    [JSON.stringify(rows)],
  );
}

/** What is posted of a run about some subjects, by what they begin with: `order-line `, `purchase <id> `. */
export async function postedAbout(tx: EntityManager, runId: string, subjects: string): Promise<Flow[]> {
  const rows = await tx.query<(Omit<Flow, 'amountFen'> & { amountFen: number })[]>(
    `SELECT subject, jsonb_build_object('kind', debit_kind, 'holder', debit_holder) AS debit,
       jsonb_build_object('kind', credit_kind, 'holder', credit_holder) AS credit, amount_fen::float8 AS "amountFen"
     FROM postings WHERE run_id = $1 AND starts_with(subject, $2)`,
    [runId, subjects],
  );
  return rows.map((row) => ({ ...row, amountFen: fen(row.amountFen) }));
}
