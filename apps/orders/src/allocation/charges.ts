import { times } from '@jielong/kernel';
import { asCharge, charging, difference, type Flow, priceInPlace } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { on, type OccasionalPosting, postedAbout } from '../money/postings.rows.js';
import { chargedPrices } from '../purchases/dear-prices.rows.js';
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

/** What households are still to be charged or credited, so that the books say what order lines say. */
export async function chargesMeant(tx: EntityManager, run: HeldRun, occasion: string): Promise<OccasionalPosting[]> {
  const lines = await tx.query<ChargedLine[]>(
    `SELECT l.order_line_id AS "orderLineId", l.bundle, o.paid_by AS "paidBy", l.allocated, b.price_fen::float8 AS "quotedPriceFen",
       CASE WHEN s.bundle IS NOT NULL THEN jsonb_build_object('bundle', s.bundle, 'quotedPriceFen', s.price_fen) END AS original
     FROM order_lines l JOIN orders o ON o.order_id = l.order_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     LEFT JOIN order_lines replaced ON replaced.order_line_id = l.in_place_of
     LEFT JOIN run_bundles s ON s.run_id = replaced.run_id AND s.bundle = replaced.bundle
     WHERE l.run_id = $1 AND l.allocated > 0 AND l.state IN ('allocated', 'short', 'substituted') ORDER BY l.order_line_id`,
    [run.runId],
  );
  const flows = await flowsOf(tx, run, lines);
  return on(run.runId, occasion, difference(await postedAbout(tx, run.runId, 'order-line '), flows).map(asCharge));
}

async function flowsOf(tx: EntityManager, run: HeldRun, lines: readonly ChargedLine[]): Promise<Flow[]> {
  const price = await chargedPrices(tx, run);
  return lines
    .map(({ orderLineId, bundle, paidBy, allocated, quotedPriceFen, original }) => {
      const own = price(bundle, quotedPriceFen);
      const each = original ? priceInPlace(own, price(original.bundle, original.quotedPriceFen)) : own;
      return charging({ runId: run.runId, orderLineId, paidBy, amountFen: times(each, allocated) });
    })
    .filter(({ amountFen }) => amountFen > 0);
}
