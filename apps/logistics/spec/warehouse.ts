import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { Report } from '@jielong/kernel';
import {
  type ClosePickup,
  type ConfirmHandoff,
  type ConfirmLoading,
  type CountLine,
  type DisposeRemainder,
  type GoodsState,
  type LogisticsStepReport,
  tripWorkflowId,
} from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { dataSourceOptions, guard, inCommunity, keepKeys, migrate, tenant } from '@jielong/platform';
import { testDatabase, testDataKeys } from '@jielong/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import type { Applied } from '../src/steps/apply-report.js';
import { SignedLogistics } from './signed-logistics.js';

/** When every run wants its handoff: a day that is past. */
export const handoffDue = '2026-11-25T14:00:00+08:00';

/** What members and orders publish, standing where their views stand. */
const published = `
  CREATE TABLE ${membersViews.compounds} (${tenant}, code text, name text);
  CREATE TABLE ${membersViews.people} (${tenant}, code text, active boolean, roles text[]);
  CREATE TABLE ${membersViews.roles} (${tenant}, code text, role text, scope text, gate jsonb, building jsonb, "isCompound" boolean,
    parts jsonb DEFAULT '[]');
  CREATE TABLE ${membersViews.buildings} (${tenant}, compound text, building text, gate text);
  CREATE TABLE ${membersViews.households} (${tenant}, id uuid PRIMARY KEY, compound text, building text, unit text, room text, masked_name text, merged_into uuid);
  CREATE TABLE ${membersViews.proxies} (${tenant}, household_id uuid, person text, other uuid, may_collect boolean, may_order boolean);
  CREATE TABLE ${membersViews.reveals} (${tenant}, kind text, subject text, revealed_by text);
  CREATE TABLE ${ordersViews.runs} (${tenant}, run_id uuid, compound text, service_date text, stage text, trip_cap integer, due_at jsonb,
    ladders jsonb DEFAULT '{}', called_off_by text);
  CREATE TABLE ${ordersViews.runBundles} (${tenant}, run_id uuid, bundle text, name text, unit text);
  CREATE TABLE ${ordersViews.runPoints} (${tenant}, run_id uuid, pickup_point_id uuid, gate text, name text);
  CREATE TABLE ${ordersViews.purchaseLines} (${tenant}, purchase_id uuid, run_id uuid, bundle text, supplier text, expected integer, bought integer,
    report_id text, entered_by text, evidence text);
  CREATE TABLE ${ordersViews.allocationLines} (${tenant}, run_id uuid, version integer, order_id uuid, order_line_id uuid, household_id uuid,
    pickup_point_id uuid, fulfilment text, bundle text, portions integer);
  CREATE TABLE ${ordersViews.policies} (${tenant}, temporal_channel text);
  CREATE TABLE ${ordersViews.collectors} (${tenant}, run_id uuid, order_id uuid, household_id uuid);
  ${[
    membersViews.compounds,
    membersViews.people,
    membersViews.roles,
    membersViews.households,
    membersViews.buildings,
    membersViews.proxies,
    membersViews.reveals,
    ordersViews.runs,
    ordersViews.runBundles,
    ordersViews.runPoints,
    ordersViews.purchaseLines,
    ordersViews.allocationLines,
    ordersViews.policies,
    ordersViews.collectors,
  ]
    .map((view) => `${guard(view)} GRANT SELECT ON ${view} TO jielong_logistics_app;`)
    .join('\n')}
  GRANT USAGE ON SCHEMA members, orders TO jielong_logistics_app;`;

export const community = 'sample';
const bundle = 'SC01';

/** One run, as orders has locked it. */
export interface Wish {
  /** How many portions the purchase is to bring; ten by default. */
  readonly expected?: number;
  /** How many orders of one portion wait at each point; one point with ten by default. */
  readonly orders?: readonly number[];
  readonly fulfilment?: string;
  /** Orders are still taken: there is no purchase yet. */
  readonly isOrdering?: boolean;
}
export interface Line {
  readonly order_id: string;
  readonly order_line_id: string;
  readonly household_id: string;
  readonly pickup_point_id: string;
  readonly fulfilment: string;
  readonly portions: number;
}

/** The activities of logistics on a database of their own, without Temporal: what orders says is put there by hand. */
export class Warehouse {
  private constructor(
    readonly activities: SignedLogistics,
    readonly db: DataSource,
    readonly sql: pg.Client,
    /** Where the service finds its database, as the application. */
    readonly url: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Warehouse> {
    const database = await testDatabase('empty');
    await migrate({ schema: 'logistics', migrations }, database.url('logistics', 'owner'));
    const sql = new pg.Client({ connectionString: database.adminUrl, options: '-c search_path=logistics,public' });
    await sql.connect();
    await sql.query(published);
    await sql.query(`SELECT set_config('app.community_id', $1, false)`, [community]);
    const db = new DataSource(dataSourceOptions({ schema: 'logistics' }, { DATABASE_URL: database.url('logistics'), DATABASE_POOL: 24 }));
    await keepKeys(db, testDataKeys).initialize();
    return new Warehouse(SignedLogistics.on(db), db, sql, database.url('logistics'), () => database.drop());
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.sql.end();
    await this.drop();
  }

  async rows<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(sql, [...parameters])).rows;
  }

  /** A run that orders has locked. */
  async run({ expected = 10, orders = [10], fulfilment = 'pick-up', isOrdering = false }: Wish = {}): Promise<Day> {
    const [run, purchase] = [randomUUID(), randomUUID()];
    const dueAt = { confirmLoading: '2026-11-25T13:00:00+08:00', confirmHandoff: handoffDue };
    await this.sql.query(`INSERT INTO ${ordersViews.runs} VALUES ($1, $2, 'LT', '2026-11-25', 'purchasing', 400, $3)`, [
      community,
      run,
      JSON.stringify(dueAt),
    ]);
    const points = orders.map(() => randomUUID());
    for (const [i, point] of points.entries()) {
      await this.sql.query(`INSERT INTO ${ordersViews.runPoints} VALUES ($1, $2, $3, $4, $5)`, [
        community,
        run,
        point,
        `门${i}`,
        `自提点${i}`,
      ]);
    }
    const lines = orders.flatMap((count, i) => Array.from({ length: count }, () => lineAt(points[i] ?? '', fulfilment)));
    const day = new Day(this, run, purchase, points, lines);
    if (!isOrdering) await day.isLocked(expected);
    return day;
  }
}

const lineAt = (point: string, fulfilment: string): Line => ({
  order_id: randomUUID(),
  order_line_id: randomUUID(),
  household_id: randomUUID(),
  pickup_point_id: point,
  fulfilment,
  portions: 1,
});

let said = 0;
const report = <Step extends LogisticsStepReport['step']>(step: Step, at: string | undefined): Report<Step> => ({
  reportId: `report-${(said += 1)}-${randomUUID()}`,
  step,
  at,
  enteredBy: 'D001',
  doneBy: 'D001',
  channel: 'api',
  occurredAt: null,
  evidence: 'counted',
});
/** What is not as expected, of the one bundle. */
export type Differs = Omit<CountLine, 'bundle'>;
const linesOf = (differs: Differs | undefined): CountLine[] | undefined => differs && [{ bundle, ...differs }];

/** What people say in one day about one run. */
export class Day {
  private goods: GoodsState | undefined;

  constructor(
    private readonly house: Warehouse,
    readonly run: string,
    readonly purchase: string,
    readonly points: readonly string[],
    readonly lines: Line[],
  ) {}

  private get activities(): SignedLogistics {
    return this.house.activities;
  }
  read = async (): Promise<GoodsState> => (this.goods = await this.activities.readGoods(community, this.run));
  planned = async (): Promise<GoodsState> => (this.goods = await this.activities.planTrip(community, this.run));

  /** Orders has planned the purchase. */
  async isLocked(expected: number): Promise<void> {
    await this.house.sql.query(
      `INSERT INTO ${ordersViews.purchaseLines} (purchase_id, run_id, bundle, supplier, expected) VALUES ($1, $2, $3, '示范保供超市', $4)`,
      [this.purchase, this.run, bundle, expected],
    );
  }

  /** Orders has called the run off, and its workflow says so. */
  async isCalledOff(): Promise<GoodsState> {
    await this.house.sql.query(`UPDATE ${ordersViews.runs} SET called_off_by = 'S001' WHERE run_id = $1`, [this.run]);
    return (this.goods = await this.activities.callOff(community, this.run));
  }

  /** As the workflow does after a purchase report. */
  async buys(bought: number): Promise<GoodsState> {
    await this.house.sql.query(
      `UPDATE ${ordersViews.purchaseLines} SET bought = $2, report_id = $3, entered_by = 'S004', evidence = 'counted' WHERE purchase_id = $1`,
      [this.purchase, bought, `purchase-${randomUUID()}`],
    );
    await this.activities.receivePurchase(community, this.purchase, '');
    return this.read();
  }

  /** Orders has made a version: the first `portions` of the lines get one each. */
  async allocates(version: number, portions = this.lines.length): Promise<GoodsState> {
    const rows = this.lines.slice(0, portions).map((line) => ({ ...line, run_id: this.run, version, bundle }));
    await this.house.sql.query(
      `INSERT INTO ${ordersViews.allocationLines} SELECT $2, run_id, version, order_id, order_line_id, household_id, pickup_point_id, fulfilment,
         bundle, portions FROM jsonb_populate_recordset(NULL::${ordersViews.allocationLines}, $1)`,
      [JSON.stringify(rows), community],
    );
    return (this.goods = await this.activities.takeOverAllocation(community, this.run, version));
  }

  loading = (differs?: Differs, over: Partial<ConfirmLoading> = {}): ConfirmLoading => ({
    ...report('confirmLoading', this.goods?.trips[0]),
    lines: linesOf(differs),
    departed: true,
    ...over,
  });
  handoff = (differs?: Differs, stop = 0, over: Partial<ConfirmHandoff> = {}): ConfirmHandoff => ({
    ...report('confirmHandoff', this.goods?.stops[stop]?.stop),
    lines: linesOf(differs),
    handedOverBy: { role: 'driver' },
    receivedBy: { person: 'D001' },
    counted: 'both',
    ...over,
  });
  closing = (left?: number, point = 0): ClosePickup => ({
    ...report('closePickup', this.points[point]),
    left: left === undefined ? undefined : { [bundle]: left },
  });
  disposal = (lines?: DisposeRemainder['lines']): DisposeRemainder => ({ ...report('disposeRemainder', undefined), lines });

  /** To the trip what is its own, to the run the rest, or to the run what the trip cannot hear. */
  async says(what: LogisticsStepReport, to: 'its process' | 'the run' = 'its process'): Promise<Applied> {
    const isTrips = to === 'its process' && (what.step === 'confirmLoading' || what.step === 'confirmHandoff');
    const processId = isTrips ? tripWorkflowId(this.goods?.trips[0] ?? '') : supplyRunId(this.run);
    return this.activities.applyLogisticsReport({ community, processId }, what);
  }

  /** A pickup of one portion each, as the gate writes it: the first `count` lines. */
  async pickUp(count: number, from = 0): Promise<void> {
    for (const line of this.lines.slice(from, from + count)) await this.pickUpLine(line);
  }

  async pickUpLine({ order_id, order_line_id, pickup_point_id }: Line): Promise<void> {
    const pickup = randomUUID();
    await inCommunity(this.house.db, community, async (tx) => {
      await tx.query('SELECT FROM run_points WHERE run_id = $1 AND pickup_point_id = $2 FOR SHARE', [this.run, pickup_point_id]);
      await tx.query(
        `INSERT INTO pickups (pickup_id, run_id, order_id, pickup_point_id, kind, way, outcome) VALUES ($1, $2, $3, $4, 'ask', 'code', 'handed-out')`,
        [pickup, this.run, order_id, pickup_point_id],
      );
      await tx.query('UPDATE pickup_order_lines SET handed_out = handed_out + 1 WHERE order_line_id = $1', [order_line_id]);
      await tx.query(
        `INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, from_ref, to_kind, portions, pickup_id, evidence, entered_by)
         VALUES ($1, $2, 'hand-out', 'pickup', 'pickup-point', $3, 'household', 1, $4, 'counted', 'V001')`,
        [this.run, bundle, pickup_point_id, pickup],
      );
    });
  }

  /** What each kind of place holds; those that hold nothing are left out. */
  async held(): Promise<Record<string, number>> {
    const rows = await this.house.rows<{ kind: string; portions: number }>(
      `SELECT place_kind AS kind, sum(portions)::integer AS portions FROM custody_balances WHERE run_id = $1
       GROUP BY place_kind HAVING sum(portions) <> 0 ORDER BY 1`,
      [this.run],
    );
    return Object.fromEntries(rows.map(({ kind, portions }) => [kind, portions]));
  }

  pointStates = async (): Promise<string[]> => {
    const { points } = await this.read();
    return this.points.map((id) => points.find(({ point }) => point === id)?.state ?? 'unknown');
  };

  /** Where the balances are not what the movements come to, or a place holds less than nothing: nowhere, ever. */
  breaches = (): Promise<object[]> =>
    this.house.rows(
      `SELECT bundle, kind, ref, portions, held FROM (
         SELECT bundle, place.kind, place.ref, sum(place.delta) AS portions FROM custody_movements
         CROSS JOIN LATERAL (VALUES (from_kind, from_ref, -portions), (to_kind, to_ref, portions)) AS place(kind, ref, delta)
         WHERE run_id = $1 GROUP BY 1, 2, 3) moved
       FULL JOIN (SELECT bundle, place_kind AS kind, place_ref AS ref, portions AS held FROM custody_balances WHERE run_id = $1) books
         USING (bundle, kind, ref)
       WHERE coalesce(portions, 0) <> coalesce(held, 0) OR (kind <> 'source' AND held < 0)`,
      [this.run],
    );
}
