import { membersViews } from '@jielong/members-contract';
import type { ConfirmPurchase } from '@jielong/orders-contract';
import { type Asked, type AskedLine, ProblemError, type Said, type StepForm } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** What is to be bought at one supplier, of all the runs of the visit. */
async function ask(tx: EntityManager, processId: string): Promise<Asked> {
  const purchase = processId.slice(processId.indexOf(':') + 1);
  const [visit] = await tx.query<{ supplier: string; compounds: string[]; dates: string[] }[]>(
    `SELECT p.supplier, array_agg(DISTINCT coalesce(c.name, r.compound)) AS compounds, array_agg(DISTINCT r.service_date::text) AS dates
     FROM purchases p JOIN purchase_runs USING (community_id, purchase_id) JOIN supply_runs r USING (community_id, run_id)
     LEFT JOIN ${membersViews.compounds} c ON c.code = r.compound WHERE p.purchase_id = $1 GROUP BY p.supplier`,
    [purchase],
  );
  const lines = await tx.query<AskedLine[]>(
    `SELECT l.bundle AS key, min(b.name) AS name, min(b.unit) AS unit, sum(l.expected)::integer AS expected
     FROM purchase_lines l JOIN run_bundles b USING (community_id, run_id, bundle) WHERE l.purchase_id = $1 GROUP BY l.bundle ORDER BY l.bundle`,
    [purchase],
  );
  const facts = [
    { name: '超市', value: visit?.supplier ?? '' },
    { name: '小区', value: visit?.compounds.join('、') ?? '' },
    { name: '日期', value: visit?.dates.join('、') ?? '' },
  ];
  return { facts, lines };
}

/** The receipt's number, or why there is none: no purchase is without one of them. */
function receiptIn({ fields }: Said): ConfirmPurchase['receipt'] {
  const [number, noneBecause] = [fields['receipt']?.trim(), fields['noneBecause']?.trim()];
  if (number) return { number };
  if (noneBecause) return { noneBecause };
  throw new ProblemError(422, 'no-receipt', {
    zh: '请填小票号；没有小票，请写原因。',
    en: 'Give the number of the receipt; where there is none, say why.',
  });
}

/** Prices are those of the catalogue; whoever paid others reports it with an account. */
export const purchaseForm: StepForm = {
  ask,
  fields: [
    { kind: 'text', name: 'receipt', zh: '小票号', en: 'number of the receipt' },
    { kind: 'text', name: 'noneBecause', zh: '没有小票的原因', en: 'why there is none' },
  ],
  counts: [{ name: 'portions', zh: '实际买到', en: 'bought' }],
  body: (said) => ({
    receipt: receiptIn(said),
    ...(said.lines.length ? { bought: Object.fromEntries(said.lines.map(({ key, counts }) => [key, counts])) } : {}),
  }),
  counted: (report) =>
    Object.entries((report['bought'] ?? {}) as NonNullable<ConfirmPurchase['bought']>).map(([key, { portions }]) => ({
      key,
      counts: { portions },
    })),
};
