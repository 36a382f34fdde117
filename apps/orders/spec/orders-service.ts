import { acting, daysAhead, testDatabase, type TestDatabase, testJwksUrl, testKeys } from '@jielong/testing';
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { ordersPages } from '@jielong/orders-contract';
import { createService, keyRingSchema, type LinkingConfig, migrate, stop } from '@jielong/platform';
import pg from 'pg';
import { migrations } from '../migrations/index.js';
import { AppModule } from '../src/app.module.js';
import { publishMembers, sampleText } from './members-views.js';

export interface CallOptions {
  readonly key?: string;
  /** A person's code; S001 (coordinator) by default, V001 is a volunteer. */
  readonly actor?: string;
  readonly community?: string;
}
export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** orders alone, listening, on a database with the sample community and no Temporal: what has to be started stays in the outbox. */
export interface OrdersService {
  /** `call('POST', '/orders', body)` below `/api`, with a key of its own unless one is given. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply<T>>;
  readonly app: INestApplication;
  readonly database: TestDatabase;
  /** As the administrator: behind row-level security. */
  readonly admin: pg.Client;
  /** The id of the household in `4-1-101` of Lantian Garden, or of another compound. */
  householdAt(room: string, compound?: string): Promise<string>;
  stop(): Promise<void>;
}
export const community = 'sample';

const keys = {
  CODEC_KEYS: keyRingSchema.parse(testKeys.CODEC_KEYS),
  DATA_KEYS: keyRingSchema.parse(testKeys.DATA_KEYS),
  LOOKUP_KEYS: keyRingSchema.parse(testKeys.LOOKUP_KEYS),
  REPORT_KEYS: keyRingSchema.parse(testKeys.REPORT_KEYS),
};

const configFor = (url: string): LinkingConfig => ({
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: 0,
  DATABASE_URL: url,
  DATABASE_POOL: 12,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  TEMPORAL_NAMESPACE: 'nowhere',
  TEMPORAL_TASK_QUEUE: 'nowhere',
  ...keys,
  JWKS_URL: testJwksUrl,
  PUBLIC_URL: 'https://jielong.example.org',
  HEADERS_TIMEOUT_MS: 10_000,
  REQUEST_TIMEOUT_MS: 60_000,
  LOG_LEVEL: 'silent',
});

/** `prepare` adds to the database what others publish besides members. */
export async function ordersService(prepare: (database: TestDatabase) => Promise<void> = async () => undefined): Promise<OrdersService> {
  const database = await testDatabase('empty');
  await prepare(database);
  await publishMembers(database.url('members', 'owner'), community);
  await migrate({ schema: 'orders', migrations }, database.url('orders', 'owner'));
  const app = await createService({
    ...{ name: 'orders', module: AppModule, config: configFor(database.url('orders')) },
    ...{ bodyLimit: '5mb', pages: ordersPages },
  });
  await app.listen(0, '127.0.0.1');
  const origin = await app.getUrl();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const service = {
    app,
    database,
    call: caller(origin),
    admin,
    householdAt: finder(admin),
    stop: () => stopped(database, admin, () => stop(app)),
  };
  await importCatalogue(service);
  return service;
}

const caller =
  (origin: string): OrdersService['call'] =>
  async <T>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Reply<T>> => {
    const { key = `test-${randomUUID()}`, actor = 'S001', community: named = community } = options;
    const headers: Record<string, string> = { ...acting(`${named}/${actor}`), 'Content-Type': 'application/json' };
    if (method !== 'GET') headers['Idempotency-Key'] = key;
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers };
  };

const finder =
  (admin: pg.Client): OrdersService['householdAt'] =>
  async (room, compound = 'LT') => {
    const [building, unit, number] = room.split('-');
    const { rows } = await admin.query<{ id: string }>(
      'SELECT id FROM members.published_households_v2 WHERE (compound, building, unit, room) = ($1, $2, $3, $4)',
      [compound, building, unit, number],
    );
    if (!rows[0]) throw new Error(`nobody lives in ${compound} ${room}`);
    return rows[0].id;
  };

async function importCatalogue({ call }: Pick<OrdersService, 'call'>): Promise<void> {
  const files = [{ name: 'catalogue.csv', content: sampleText('catalogue.csv') }];
  const { status, body } = await call('POST', '/imports/catalogue?mode=commit', { files });
  if (status !== 200) throw new Error(`the catalogue was not imported: ${JSON.stringify(body)}`);
}

async function stopped(database: TestDatabase, admin: pg.Client, stopApp: () => Promise<void>): Promise<void> {
  await stopApp();
  await admin.end();
  await database.drop();
}

/** Opens a run of Lantian Garden for these bundles, an hour before its cut-off unless told otherwise; gives its id. */
export async function openRun({ call }: OrdersService, overrides: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await call<{ id: string }>('POST', '/supply-runs', {
    compound: 'LT',
    serviceDate: daysAhead(1),
    cutOffAt: new Date(Date.now() + 3_600_000).toISOString(),
    bundles: ['SC01', 'RL01', 'SG01', 'JD01'].map((code) => ({ code })),
    ...overrides,
  });
  if (status !== 202) throw new Error(`the run was not opened: ${JSON.stringify(body)}`);
  return body.id;
}

/** Where the counters of a run's bundles and its open lines disagree, or lines and their increments: nowhere, ever. */
export async function disagreements({ admin }: OrdersService): Promise<unknown[]> {
  const { rows } = await admin.query(`
    SELECT b.run_id, b.bundle, b.ordered, coalesce(sum(l.portions), 0) AS lines FROM orders.run_bundles b
    LEFT JOIN orders.order_lines l ON (l.community_id, l.run_id, l.bundle) = (b.community_id, b.run_id, b.bundle) AND l.state <> 'cancelled'
    GROUP BY 1, 2, 3 HAVING b.ordered <> coalesce(sum(l.portions), 0)
    UNION ALL
    SELECT l.run_id, l.bundle, l.portions, coalesce(sum(i.portions), 0) FROM orders.order_lines l
    LEFT JOIN orders.order_line_increments i USING (community_id, order_line_id)
    GROUP BY l.order_line_id, 1, 2, 3 HAVING l.portions <> coalesce(sum(i.portions), 0)
    UNION ALL
    SELECT l.run_id, l.bundle, l.portions, 0 FROM orders.order_lines l JOIN orders.orders o USING (community_id, order_id)
    WHERE o.state = 'cancelled' AND l.state <> 'cancelled'`);
  return rows;
}
