import type { homeAnswer, HomeOrder } from '@jielong/orders-contract/schemas';
import { logisticsViews } from '@jielong/logistics-contract';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { sameHousehold } from '../merges/same-household.rows.js';
import { balanceOf } from '../money/accounts.rows.js';
import { readOrder } from '../orders/order-list.js';
import { orders as sealedOrders } from '../sealed.js';
import { collectsFor, homeOf, ordersForOf } from './homes.rows.js';

type Answer = z.output<typeof homeAnswer>;
type Run = Answer['runs'][number];
/** A run as a household sees it: dates become ISO 8601 on their way out. */
export type HomeRun = Omit<Run, 'cutOffAt'> & { readonly cutOffAt: Date };
export type HomeView = Omit<Answer, 'runs'> & { readonly runs: readonly HomeRun[] };
type Row = Omit<HomeRun, 'bundles' | 'order'> & { readonly orderId: string | null };

const mostRuns = 20;
const isOpen = `r.stage = 'ordering' AND r.cut_off_at > clock_timestamp()`;
const isOver = `r.stage IN ('closed', 'voided', 'cancelled')`;
/** Nothing of it is ordered or fetched any more; its books may stay open for weeks. */
const isPast = `r.stage IN ('settling', 'closed', 'voided', 'cancelled')`;
const today = `(clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Runs of its compound that are open, and those in which it has ordered until a day after they are over. Of others it learns nothing. What is to be
 * ordered or fetched comes first, the nearest day before the others.
 */
const runs = `
  SELECT r.run_id AS id, r.service_date::text AS "serviceDate", r.cut_off_at AS "cutOffAt", r.stage, ${isOpen} AS ordering,
    r.due_at->>'confirmHandoff' AS "pickupFrom", r.due_at->>'closePickup' AS "pickupUntil", o.order_id AS "orderId"
  FROM supply_runs r LEFT JOIN LATERAL (
    SELECT order_id FROM orders WHERE run_id = r.run_id AND for_household = ANY ($2) AND joined_order IS NULL
      AND (state = 'open' OR r.stage IN ('voided', 'cancelled')) ORDER BY state = 'open' DESC, first_seen_at LIMIT 1) o ON true
  WHERE r.compound = $1 AND (${isOpen} OR (o.order_id IS NOT NULL AND (NOT ${isOver} OR r.service_date >= ${today} - 1)))
  ORDER BY ${isPast}, abs(r.service_date - ${today}), r.run_id LIMIT ${mostRuns}`;

const bundles = `
  SELECT run_id AS "runId", bundle AS code, name, unit, spec, price_fen::float8 AS "priceFen", limit_per_household AS "limitPerHousehold",
    ordered >= cap AS "soldOut", only_substitute AS hidden FROM run_bundles WHERE run_id = ANY ($1) ORDER BY bundle`;
type Bundle = Run['bundles'][number] & { readonly runId: string; readonly hidden: boolean };

/**
 * All that is a household's own: what it may order, what it has ordered, by what it collects, and what it owes. To another one, which orders for it,
 * not what it owes nor what it has remarked; and by what it collects only where that one collects for it too.
 */
export async function readHome(tx: EntityManager, id: string, by: string): Promise<HomeView> {
  const { compound, ...home } = await homeOf(tx, id);
  const ids = (await sameHousehold(tx, [id]))(id);
  const rows = await tx.query<Row[]>(runs, [compound, ids]);
  const offered = await tx.query<Bundle[]>(bundles, [rows.map((row) => row.id)]);
  const isOwn = by === id;
  const sees = { isOwn, collects: isOwn || (await collectsFor(tx, id, by)) };
  const shown: HomeRun[] = [];
  for (const { orderId, ...run } of rows) {
    const of = offered.filter(({ runId }) => runId === run.id);
    const order = orderId === null ? null : await readHomeOrder(tx, orderId, of, sees);
    shown.push({ ...run, bundles: of.filter(({ hidden }) => !hidden).map(({ runId: _, hidden: __, ...bundle }) => bundle), order });
  }
  return {
    ...home,
    balanceFen: isOwn ? await balanceOf(tx, id) : null,
    ordersFor: isOwn ? await ordersForOf(tx, id) : [],
    runs: shown,
  };
}

interface Sees {
  readonly isOwn: boolean;
  readonly collects: boolean;
}
async function readHomeOrder(tx: EntityManager, orderId: string, named: readonly Bundle[], { isOwn, collects }: Sees): Promise<HomeOrder> {
  const { state, lines, moneyFen, fulfilment, pickupPointId, runId } = await readOrder(tx, orderId);
  return {
    ...{ id: orderId, state, moneyFen, fulfilment },
    lines: lines
      .filter((line) => line.state !== 'cancelled')
      .map(({ bundle, portions, allocated }) => {
        const { name = bundle, unit = '' } = named.find(({ code }) => code === bundle) ?? {};
        return { bundle, name, unit, portions, allocated };
      }),
    remark: isOwn ? await remarkOf(tx, orderId) : null,
    place: await placeOf(tx, runId, pickupPointId),
    pickup: collects ? await pickupOf(tx, orderId) : null,
  };
}

/** What was said with an order is shown to the household that it is of. */
async function remarkOf(tx: EntityManager, orderId: string): Promise<string> {
  const [row] = await tx.query<{ remark: string | null }[]>('SELECT remark FROM orders WHERE order_id = $1', [orderId]);
  return (row && sealedOrders.open(tx, orderId, row).remark) ?? '';
}

async function placeOf(tx: EntityManager, runId: string, pickupPointId: string): Promise<HomeOrder['place']> {
  const [place] = await tx.query<NonNullable<HomeOrder['place']>[]>(
    'SELECT gate, name FROM run_pickup_points WHERE run_id = $1 AND pickup_point_id = $2',
    [runId, pickupPointId],
  );
  return place ?? null;
}

async function pickupOf(tx: EntityManager, orderId: string): Promise<HomeOrder['pickup']> {
  const [pickup] = await tx.query<NonNullable<HomeOrder['pickup']>[]>(
    `SELECT code, portions_left AS "portionsLeft", handed_out AS "handedOut", point_state AS point FROM ${logisticsViews.pickupCodes} WHERE order_id = $1`,
    [orderId],
  );
  return pickup ?? null;
}
