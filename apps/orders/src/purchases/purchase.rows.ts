import { DomainError, fen, type Fen } from '@jielong/kernel';
import type { BoughtLine, Paid, PurchaseLine } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

export interface PurchaseRow {
  readonly purchaseId: string;
  readonly supplier: string;
  readonly state: 'planned' | 'bought' | 'given-way';
  readonly givenWayTo: string | null;
  readonly reportId: string | null;
  readonly enteredBy: string | null;
  readonly paidFrom: 'supplier' | 'advance' | null;
}
export interface PurchaseLineRow extends PurchaseLine {
  readonly purchaseId: string;
  readonly supplier: string;
  readonly bought: number | null;
  readonly priceFen: number | null;
  readonly restFen: Fen;
  /** Nobody has reported it: it follows what logistics has received. */
  readonly isAssumed: boolean;
}

/** The runs that a purchase serves; that never changes. Refuses a purchase that is not there. */
export async function runsOfPurchase(tx: EntityManager, purchaseId: string): Promise<string[]> {
  const rows = await tx.query<{ runId: string }[]>('SELECT run_id AS "runId" FROM purchase_runs WHERE purchase_id = $1 ORDER BY run_id', [
    purchaseId,
  ]);
  if (rows.length === 0) throw noSuchPurchase(purchaseId);
  return rows.map(({ runId }) => runId);
}

/** The purchases of a run, in a steady order. */
export const purchasesNamed = (tx: EntityManager, runId: string): Promise<{ id: string; name: string }[]> =>
  tx.query<{ id: string; name: string }[]>(
    `SELECT purchase_id AS id, supplier AS name FROM purchase_runs JOIN purchases USING (community_id, purchase_id)
     WHERE run_id = $1 AND state <> 'given-way' ORDER BY supplier, purchase_id`,
    [runId],
  );

/** A purchase; its runs are held by whoever writes. */
export async function purchaseRow(tx: EntityManager, purchaseId: string): Promise<PurchaseRow> {
  const [row] = await tx.query<PurchaseRow[]>(
    `SELECT purchase_id AS "purchaseId", supplier, state, given_way_to AS "givenWayTo", report_id AS "reportId", entered_by AS "enteredBy",
       paid_from AS "paidFrom" FROM purchases WHERE purchase_id = $1`,
    [purchaseId],
  );
  if (!row) throw noSuchPurchase(purchaseId);
  return row;
}

/** Portions by bundle in place of which households of a line's run take its bundle. */
const replacesOf = `coalesce((SELECT jsonb_object_agg(bundle, portions) FROM (
    SELECT o.bundle, sum(o.portions) AS portions FROM order_lines s JOIN order_lines o ON o.order_line_id = s.in_place_of
    WHERE s.run_id = l.run_id AND s.bundle = l.bundle GROUP BY o.bundle) replaced), '{}')`;

/** Lines of one purchase, or of all purchases of a run. */
export async function purchaseLines(tx: EntityManager, of: { purchaseId: string } | { runId: string }): Promise<PurchaseLineRow[]> {
  const [column, id] = 'purchaseId' in of ? ['purchase_id', of.purchaseId] : ['run_id', of.runId];
  const rows = await tx.query<(Omit<PurchaseLineRow, 'quotedPriceFen' | 'restFen'> & { quotedPriceFen: number; restFen: number })[]>(
    `SELECT l.purchase_id AS "purchaseId", p.supplier, l.run_id AS "runId", l.bundle, l.expected, l.bought, l.price_fen::float8 AS "priceFen",
       l.rest_fen::float8 AS "restFen", l.bought IS NOT NULL AND p.report_id IS NULL AS "isAssumed", b.price_fen::float8 AS "quotedPriceFen",
       ${replacesOf} AS replaces
     FROM purchase_lines l JOIN purchases p ON p.purchase_id = l.purchase_id
     JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     WHERE l.${column} = $1 ORDER BY l.purchase_id, l.run_id, l.bundle`,
    [id],
  );
  return rows.map((row) => ({ ...row, quotedPriceFen: fen(row.quotedPriceFen), restFen: fen(row.restFen) }));
}

/** What was paid for the portions of a run that were bought. */
export const paidLines = async (tx: EntityManager, runId: string): Promise<(PurchaseLineRow & Paid)[]> =>
  (await purchaseLines(tx, { runId })).map((line) => ({ ...line, bought: line.bought ?? 0, priceFen: line.priceFen ?? 0 }));

/** What was bought, line by line. */
export async function writeBought(tx: EntityManager, purchaseId: string, lines: readonly BoughtLine[]): Promise<void> {
  await tx.query(
    `UPDATE purchase_lines l SET bought = b.bought, price_fen = b."priceFen", rest_fen = b."restFen"
     FROM jsonb_to_recordset($2) AS b("runId" uuid, bundle text, bought integer, "priceFen" bigint, "restFen" bigint)
     WHERE l.purchase_id = $1 AND l.run_id = b."runId" AND l.bundle = b.bundle`,
    [purchaseId, JSON.stringify(lines)],
  );
}

const noSuchPurchase = (purchaseId: string) =>
  new DomainError(
    'not-found',
    'no-such-purchase',
    {
      zh: '没有这次采购。用 GET /api/purchases?run= 查看一个批次的采购。',
      en: 'There is no such purchase. `GET /api/purchases?run=` lists those of a run.',
    },
    { purchaseId },
  );
