import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { membersViews, permissions, roleNames } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { actorModule, createService, databaseModule, guard, migrate, serviceConfigSchema, stop, tenant } from '@jielong/platform';
import { acting, testDatabase, testJwksUrl, testKeys } from '@jielong/testing';
import pg from 'pg';
import supertest from 'supertest';
import { migrations } from '../migrations/index.js';
import { belongings } from '../src/belongings.js';
import { DeliveriesModule } from '../src/deliveries/deliveries.module.js';
import { PickupsModule } from '../src/pickups/pickups.module.js';
import { SheetsModule } from '../src/sheets/sheets.module.js';

const community = 'sample';
const atTheGate = [{ role: 'gate-captain', scope: {} }];

/** What members and orders publish, standing where their views stand. */
const published = `
  CREATE TABLE ${membersViews.people} (${tenant}, code text, active boolean, roles text[]);
  CREATE TABLE ${membersViews.compounds} (${tenant}, code text, name text);
  CREATE TABLE ${membersViews.households} (${tenant}, id uuid PRIMARY KEY, compound text, building text, unit text, room text, masked_name text, merged_into uuid);
  CREATE TABLE ${membersViews.proxies} (${tenant}, household_id uuid, person text, other uuid, may_collect boolean, may_order boolean);
  CREATE TABLE ${ordersViews.collectors} (${tenant}, run_id uuid, order_id uuid, household_id uuid);
  CREATE TABLE ${ordersViews.runs} (${tenant}, run_id uuid, due_at jsonb);
  CREATE TABLE ${ordersViews.runBundles} (${tenant}, run_id uuid, bundle text, name text);
  ${[
    membersViews.people,
    membersViews.compounds,
    membersViews.households,
    membersViews.proxies,
    ordersViews.runs,
    ordersViews.runBundles,
    ordersViews.collectors,
  ]
    .map((view) => `${guard(view)} GRANT SELECT ON ${view} TO jielong_logistics_app;`)
    .join('\n')}
  GRANT USAGE ON SCHEMA members, orders TO jielong_logistics_app;
  SELECT set_config('app.community_id', '${community}', false);
  INSERT INTO ${membersViews.people} (code, active, roles) VALUES ('D001', true, '{gate-captain}'), ('V001', true, '{volunteer}');
  INSERT INTO ${membersViews.compounds} (code, name) VALUES ('LT', '蓝天花园'), ('YF', '云峰苑');`;

@Module({
  imports: [
    databaseModule({ schema: 'logistics' }),
    actorModule({ peopleView: membersViews.people, permissions, roleNames, belongings }),
    PickupsModule,
    DeliveriesModule,
    SheetsModule,
  ],
})
class GateModule {}

export interface OrderWish {
  readonly point: string;
  readonly compound?: string;
  readonly lines?: Readonly<Record<string, number>>;
  readonly building?: string;
  readonly unit?: string | null;
  readonly room?: string;
  readonly maskedName?: string;
  readonly fulfilment?: string;
}
export interface GateOrder {
  readonly orderId: string;
  readonly householdId: string;
  readonly code: string;
  readonly token: string;
}

/** The part of logistics that stands at a gate, over HTTP, on a database of its own; trips and allocations are put there by hand. */
export class Gate {
  private codes = 100_000;

  private constructor(
    readonly app: NestExpressApplication,
    readonly sql: pg.Client,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Gate> {
    const database = await testDatabase('empty');
    await migrate({ schema: 'logistics', migrations }, database.url('logistics', 'owner'));
    const sql = new pg.Client({ connectionString: database.adminUrl, options: '-c search_path=logistics,public' });
    await sql.connect();
    await sql.query(published);
    const config = serviceConfigSchema.parse({
      NODE_ENV: 'test',
      PORT: 0,
      DATABASE_URL: database.url('logistics'),
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      ...testKeys,
      JWKS_URL: testJwksUrl,
      LOG_LEVEL: 'silent',
    });
    const app = await createService({ name: 'logistics', module: GateModule, config });
    await app.listen(0, '127.0.0.1');
    return new Gate(app, sql, () => database.drop());
  }

  async close(): Promise<void> {
    await stop(this.app);
    await this.sql.end();
    await this.drop();
  }

  post(path: string, body: object, actor = 'V001') {
    return supertest(this.app.getHttpServer())
      .post(`/api/${path}`)
      .set(acting(`${community}/${actor}`, atTheGate))
      .send(body);
  }
  get(path: string) {
    return supertest(this.app.getHttpServer())
      .get(`/api/${path}`)
      .set(acting(`${community}/D001`, atTheGate));
  }
  async rows<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(sql, [...parameters])).rows;
  }

  /** A run, begun an hour ago. */
  async run(): Promise<string> {
    const run = randomUUID();
    await this.sql.query(
      `INSERT INTO supply_runs (run_id, compound, service_date, allocation_version, planned_at)
       VALUES ($1, 'LT', '2026-11-25', 1, now() - interval '1 hour')`,
      [run],
    );
    await this.sql.query(`INSERT INTO ${ordersViews.runs} (run_id, due_at) VALUES ($1, $2)`, [
      run,
      JSON.stringify({ closePickup: '2026-11-25T20:00:00+08:00' }),
    ]);
    await this.sql.query(
      `INSERT INTO ${ordersViews.runBundles} (run_id, bundle, name) VALUES ($1, 'SC01', '蔬菜包'), ($1, 'JD01', '鸡蛋')`,
      [run],
    );
    return run;
  }

  /** A pickup point of the run that holds so many portions. */
  async point(
    run: string,
    holds: Readonly<Record<string, number>> = { SC01: 1_000_000 },
    state = 'open',
    name = '南门岗亭',
  ): Promise<string> {
    const point = randomUUID();
    await this.sql.query(`INSERT INTO run_points (run_id, pickup_point_id, gate, name, state) VALUES ($1, $2, '南门', $3, $4)`, [
      run,
      point,
      name,
      state,
    ]);
    for (const [bundle, portions] of Object.entries(holds)) {
      await this.sql.query(
        `INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, to_kind, to_ref, portions, report_id, evidence, entered_by)
         VALUES ($1, $2, 'hand-off', 'confirmHandoff', 'source', 'pickup-point', $3, $4, 'handoff', 'counted', 'D001')`,
        [run, bundle, point, portions],
      );
    }
    return point;
  }

  async order(run: string, wish: OrderWish): Promise<GateOrder> {
    const {
      point,
      compound = 'LT',
      lines = { SC01: 1 },
      building = '1',
      unit = '1',
      room = String(this.codes),
      maskedName = '张**',
      fulfilment = 'pick-up',
    } = wish;
    const [orderId, householdId, token] = [randomUUID(), randomUUID(), randomUUID()];
    const code = String((this.codes += 1));
    await this.sql.query(
      `INSERT INTO ${membersViews.households} (id, compound, building, unit, room, masked_name) VALUES ($1, $2, $3, $4, $5, $6)`,
      [householdId, compound, building, unit, room, maskedName],
    );
    await this.sql.query(
      `INSERT INTO pickup_orders (order_id, run_id, household_id, pickup_point_id, fulfilment, version, code, token)
       VALUES ($1, $2, $3, $4, $5, 1, $6, $7)`,
      [orderId, run, householdId, point, fulfilment, code, token],
    );
    for (const [bundle, portions] of Object.entries(lines)) {
      await this.sql.query(
        `INSERT INTO pickup_order_lines (order_line_id, order_id, run_id, bundle, portions, version) VALUES ($1, $2, $3, $4, $5, 1)`,
        [randomUUID(), orderId, run, bundle, portions],
      );
    }
    return { orderId, householdId, code, token };
  }

  orders(run: string, count: number, wish: OrderWish): Promise<GateOrder[]> {
    return Array.from({ length: count }, () => wish).reduce<Promise<GateOrder[]>>(
      async (made, each) => [...(await made), await this.order(run, each)],
      Promise.resolve([]),
    );
  }

  /** What the point still holds, and what the households have, by bundle, as the balances say. */
  async held(run: string, kind: 'pickup-point' | 'household'): Promise<Record<string, number>> {
    const rows = await this.rows<{ bundle: string; portions: string }>(
      'SELECT bundle, sum(portions) AS portions FROM custody_balances WHERE run_id = $1 AND place_kind = $2 GROUP BY bundle',
      [run, kind],
    );
    return Object.fromEntries(rows.map(({ bundle, portions }) => [bundle, Number(portions)]));
  }

  /** Everything that must always be true of a run's goods; each row is a breach. */
  async breaches(run: string): Promise<object[]> {
    const balances = await this.rows(
      `SELECT 'balance' AS breach, bundle, kind, ref FROM (
         SELECT bundle, p.kind, p.ref, sum(p.delta) AS portions FROM custody_movements
         CROSS JOIN LATERAL (VALUES (from_kind, from_ref, -portions), (to_kind, to_ref, portions)) p(kind, ref, delta)
         WHERE run_id = $1 GROUP BY bundle, p.kind, p.ref) moved
       FULL JOIN (SELECT bundle, place_kind AS kind, place_ref AS ref, portions AS held FROM custody_balances WHERE run_id = $1) books
         USING (bundle, kind, ref) WHERE coalesce(portions, 0) <> coalesce(held, 0)`,
      [run],
    );
    const lines = await this.rows(
      `SELECT 'line' AS breach, l.order_line_id FROM pickup_order_lines l
       LEFT JOIN pickup_lines p ON p.order_line_id = l.order_line_id WHERE l.run_id = $1
       GROUP BY l.order_line_id, l.handed_out HAVING l.handed_out <> coalesce(sum(p.portions), 0)`,
      [run],
    );
    const movements = await this.rows(
      `SELECT 'movement' AS breach, l.pickup_id FROM (SELECT pickup_id, sum(portions) AS portions FROM pickup_lines GROUP BY pickup_id) l
       JOIN pickups p USING (pickup_id)
       LEFT JOIN (SELECT pickup_id, sum(portions) AS portions FROM custody_movements GROUP BY pickup_id) m ON m.pickup_id = l.pickup_id
       WHERE p.run_id = $1 AND m.portions IS DISTINCT FROM l.portions`,
      [run],
    );
    return [...balances, ...lines, ...movements];
  }
}
