import { DomainError } from '@jielong/kernel';
import { logisticsViews } from '@jielong/logistics-contract';
import type { publicAccountAnswer } from '@jielong/orders-contract/schemas';
import type { Remainder } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { mergedHouseholds } from '../merges/same-household.rows.js';
import type { HeldRun } from '../steps/held-run.js';
import { listSupplementary, type Supplementary } from './supplementary.js';

type Answer = z.output<typeof publicAccountAnswer>;
type Later = Omit<Answer['supplementary'][number], 'approvedAt'> & { readonly approvedAt: Date };
/** As a run is closed; what is settled later is added when it is read. */
export type PublicAccount = Omit<Answer, 'supplementary'>;
export type WholeAccount = PublicAccount & { readonly supplementary: readonly Later[] };

/** What the community publishes of a run that is being closed: counts and sums, and nobody's name. */
export async function publicAccountOf(tx: EntityManager, run: HeldRun, remainder: Remainder): Promise<PublicAccount> {
  const { runId, compound, compoundName, serviceDate } = run;
  const [sums] = await tx.query<Pick<PublicAccount, 'chargedFen' | 'paidFen' | 'receivableFen' | 'spentFen'>[]>(sumsOf, [runId]);
  const [demand] = await tx.query<{ households: number }[]>(
    `SELECT count(*)::integer AS households FROM orders WHERE run_id = $1 AND state = 'open'`,
    [runId],
  );
  return {
    runId,
    compound,
    compoundName,
    serviceDate,
    households: demand?.households ?? 0,
    bundles: await tx.query<PublicAccount['bundles']>(bundlesOf, [runId]),
    purchases: await tx.query<PublicAccount['purchases']>(purchasesOf, [runId]),
    goods: await tx.query<PublicAccount['goods']>(goodsOf, [runId]),
    chargedFen: sums?.chargedFen ?? 0,
    paidFen: sums?.paidFen ?? 0,
    receivableFen: sums?.receivableFen ?? 0,
    spentFen: sums?.spentFen ?? 0,
    fundFen: remainder.clearingFen,
    priceDifferenceFen: remainder.priceDifferenceFen,
    notChargedFen: remainder.clearingFen - remainder.priceDifferenceFen,
  };
}

const sumsOf = `
  SELECT coalesce(sum(CASE kind WHEN 'charge' THEN amount_fen WHEN 'credit' THEN -amount_fen END), 0)::float8 AS "chargedFen",
    coalesce(sum(CASE kind WHEN 'payment' THEN amount_fen WHEN 'payment-back' THEN -amount_fen END), 0)::float8 AS "paidFen",
    coalesce(sum(CASE kind WHEN 'purchase' THEN amount_fen WHEN 'purchase-back' THEN -amount_fen END), 0)::float8 AS "spentFen",
    (SELECT coalesce(sum(owed), 0)::float8 FROM (
       SELECT sum(delta) AS owed FROM postings CROSS JOIN LATERAL
         (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS a(kind, holder, delta)
       LEFT JOIN ${mergedHouseholds} m ON m.id = a.holder
       WHERE run_id = $1 AND a.kind = 'household' GROUP BY coalesce(m."into", a.holder)) balances WHERE owed > 0) AS "receivableFen"
  FROM postings WHERE run_id = $1`;
const bundlesOf = `
  SELECT b.bundle, b.name, b.unit, b.price_fen::float8 AS "priceFen", b.ordered,
    (SELECT coalesce(sum(bought), 0)::integer FROM purchase_lines p WHERE p.run_id = b.run_id AND p.bundle = b.bundle) AS bought,
    (SELECT coalesce(sum(allocated), 0)::integer FROM order_lines l WHERE l.run_id = b.run_id AND l.bundle = b.bundle) AS allocated,
    (SELECT coalesce(sum(s.allocated), 0)::integer FROM order_lines s JOIN order_lines l ON l.order_line_id = s.in_place_of
     WHERE l.run_id = b.run_id AND l.bundle = b.bundle) AS substituted
  FROM run_bundles b WHERE b.run_id = $1 AND (b.ordered > 0 OR EXISTS (
    SELECT FROM purchase_lines p WHERE p.run_id = b.run_id AND p.bundle = b.bundle AND p.bought > 0) OR EXISTS (
    SELECT FROM order_lines l WHERE l.run_id = b.run_id AND l.bundle = b.bundle AND l.allocated > 0)) ORDER BY b.bundle`;
const purchasesOf = `
  SELECT p.supplier, p.receipt_number AS receipt, coalesce(sum(l.bought), 0)::integer AS portions,
    coalesce(sum(l.bought * l.price_fen + l.rest_fen), 0)::float8 AS "moneyFen"
  FROM purchases p JOIN purchase_lines l ON l.purchase_id = p.purchase_id WHERE l.run_id = $1
  GROUP BY p.purchase_id, p.supplier, p.receipt_number ORDER BY p.supplier, p.purchase_id`;
const goodsOf = `
  SELECT bundle, place_kind AS place, sum(portions)::integer AS portions FROM ${logisticsViews.balances}
  WHERE run_id = $1 AND portions > 0 GROUP BY bundle, place_kind ORDER BY bundle, place_kind`;

/** The account of a closed run, as it was closed, and what was settled later: nobody's name, and no words of anybody. */
export async function readPublicAccount(tx: EntityManager, runId: string): Promise<WholeAccount> {
  const [row] = await tx.query<{ totals: PublicAccount }[]>('SELECT totals FROM settlements WHERE run_id = $1 AND number = 1', [runId]);
  if (!row) throw notSettled(runId);
  return { ...row.totals, supplementary: (await listSupplementary(tx, runId)).map(published) };
}

const published = ({ number, approvedAt, fundFen, lines }: Supplementary): Later => ({
  number,
  approvedAt,
  fundFen,
  lines: lines.map(({ account: { kind, holder }, direction, amountFen }) => ({
    who: kind === 'household' || kind === 'supplier' ? kind : 'person',
    supplier: kind === 'supplier' ? holder : null,
    direction,
    amountFen,
  })),
});

const notSettled = (runId: string) =>
  new DomainError(
    'not-found',
    'not-settled',
    {
      zh: '这个批次还没有结算，或没有这个批次；结算批准后才有公示。',
      en: 'This run is not settled yet, or there is none: the account is published when it is.',
    },
    { runId },
  );
