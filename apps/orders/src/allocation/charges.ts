import { type Fen, times } from '@jielong/kernel';
import { asCharge, charging, difference, type Flow, priceInPlace } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { on, type OccasionalPosting, postedAbout } from '../money/postings.rows.js';
import { chargedPrices, type PriceOf } from '../purchases/dear-prices.rows.js';
import type { HeldRun } from '../steps/held-run.js';

interface ChargedLine {
  readonly orderLineId: string;
  readonly bundle: string;
  readonly paidBy: string;
  readonly allocated: number;
  readonly quotedPriceFen: number;
  /** What it stands in place of, and its price; null: it was ordered. */
  readonly original: { readonly bundle: string; readonly quotedPriceFen: number } | null;
}

const charged = `
  SELECT l.order_line_id AS "orderLineId", l.bundle, o.paid_by AS "paidBy", l.allocated, b.price_fen::float8 AS "quotedPriceFen",
    CASE WHEN s.bundle IS NOT NULL THEN jsonb_build_object('bundle', s.bundle, 'quotedPriceFen', s.price_fen) END AS original
  FROM order_lines l JOIN orders o ON o.order_id = l.order_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
  LEFT JOIN order_lines replaced ON replaced.order_line_id = l.in_place_of
  LEFT JOIN run_bundles s ON s.run_id = replaced.run_id AND s.bundle = replaced.bundle
  WHERE l.run_id = $1 AND l.allocated > 0 AND l.state IN ('allocated', 'short', 'substituted')`;

/** What households are still to be charged or credited, so that the books say what order lines say. */
export async function chargesMeant(tx: EntityManager, run: HeldRun, occasion: string): Promise<OccasionalPosting[]> {
  const lines = await tx.query<ChargedLine[]>(`${charged} ORDER BY l.order_line_id`, [run.runId]);
  const flows = await flowsOf(tx, run, lines);
  return on(run.runId, occasion, difference(await postedAbout(tx, run.runId, 'order-line '), flows).map(asCharge));
}

/** What the fund bears because a substitute costs a household no more than what it ordered. */
export async function borneForSubstitutes(tx: EntityManager, run: HeldRun): Promise<number> {
  const price = await chargedPrices(tx, run);
  const lines = await tx.query<ChargedLine[]>(`${charged} AND l.in_place_of IS NOT NULL`, [run.runId]);
  return lines.reduce((sum, line) => sum + line.allocated * (price(line.bundle, line.quotedPriceFen) - eachOf(line, price)), 0);
}

async function flowsOf(tx: EntityManager, run: HeldRun, lines: readonly ChargedLine[]): Promise<Flow[]> {
  const price = await chargedPrices(tx, run);
  return lines
    .map((line) => charging({ ...line, runId: run.runId, amountFen: times(eachOf(line, price), line.allocated) }))
    .filter(({ amountFen }) => amountFen > 0);
}

/** What one portion of a line costs its household. */
function eachOf({ bundle, quotedPriceFen, original }: ChargedLine, price: PriceOf): Fen {
  const own = price(bundle, quotedPriceFen);
  return original ? priceInPlace(own, price(original.bundle, original.quotedPriceFen)) : own;
}
