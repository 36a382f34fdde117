import { logisticsViews } from '@jielong/logistics-contract';
import { guard, tenant } from '@jielong/platform';
import pg from 'pg';

const { balances, pickups, disposals, pickupCodes, goods, disputes } = logisticsViews;
const tables = `
  CREATE TABLE ${logisticsViews.balances} (${tenant}, run_id uuid, bundle text, place_kind text, place_ref text, portions integer);
  CREATE TABLE ${logisticsViews.pickups} (${tenant}, run_id uuid, order_line_id uuid, bundle text, version integer, portions integer,
    outcome text, at timestamptz);
  CREATE TABLE ${logisticsViews.disposals} (${tenant}, run_id uuid, bundle text, pickup_point_id text, portions integer);
  CREATE TABLE ${logisticsViews.pickupCodes} (${tenant}, run_id uuid, order_id uuid, code text, portions_left integer, handed_out integer, point_state text);
  CREATE TABLE ${logisticsViews.goods} (${tenant}, run_id uuid PRIMARY KEY, change bigint);
  CREATE TABLE ${logisticsViews.disputes} (${tenant}, run_id uuid, stop_id text);
  ${[balances, pickups, disposals, pickupCodes, goods, disputes]
    .map((view) => `${guard(view)} GRANT SELECT ON ${view} TO jielong_orders_app;`)
    .join('\n')}
  GRANT USAGE ON SCHEMA logistics TO jielong_orders_app;`;

/** Standing where logistics' views stand: orders needs nothing else of it. A test says what they show. */
export async function publishLogistics(ownerUrl: string): Promise<void> {
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  await db.query(tables).finally(() => db.end());
}

export type Place = readonly [bundle: string, kind: string, ref: string, portions: number];
/** What logistics shows of a run from now on. */
export async function showGoods(admin: pg.Client, community: string, runId: string, places: readonly Place[]): Promise<void> {
  await admin.query(`DELETE FROM ${logisticsViews.balances} WHERE run_id = $1`, [runId]);
  for (const place of places)
    await admin.query(`INSERT INTO ${logisticsViews.balances} VALUES ($1, $2, $3, $4, $5, $6)`, [community, runId, ...place]);
}

/** The state that the goods of a run are in from now on: it only grows. */
export const showChange = async (admin: pg.Client, community: string, runId: string, change: number): Promise<unknown> =>
  admin.query(
    `INSERT INTO ${logisticsViews.goods} AS goods VALUES ($1, $2, $3) ON CONFLICT (run_id) DO UPDATE SET change = greatest(goods.change, excluded.change)`,
    [community, runId, change],
  );

/** An order line has got so much. */
export async function showHandedOut(
  admin: pg.Client,
  community: string,
  runId: string,
  line: { orderLineId: string; bundle: string; portions: number },
): Promise<void> {
  await admin.query(`DELETE FROM ${logisticsViews.pickups} WHERE order_line_id = $1`, [line.orderLineId]);
  await admin.query(`INSERT INTO ${logisticsViews.pickups} VALUES ($1, $2, $3, $4, 1, $5, 'handed-out', now())`, [
    community,
    runId,
    line.orderLineId,
    line.bundle,
    line.portions,
  ]);
}
