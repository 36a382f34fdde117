import { randomUUID } from 'node:crypto';
import { calendarDateOf } from '@jielong/kernel';
import type pg from 'pg';
import { Person } from '../api.js';
import { GoodDay } from '../good-day.js';
import type { PickupOrder } from '../shapes.js';
import { AtService } from './at-service.js';
import { about, recorded, replay, serviceConnections } from './recorded.js';
import { median, perSecond, rounded, rounds, timed } from './timing.js';

/** Where services listen, each by itself. */
export interface Doors {
  readonly members: string;
  readonly orders: string;
  readonly logistics: string;
  readonly gateway: string;
  readonly adminUrl: string;
  readonly dataDir: string;
}
export interface AgainstSql {
  readonly perSecond: number;
  readonly bareSqlPerSecond: number;
  readonly ratio: number;
  readonly statements: number;
}
const connections = 8;
const bundle = 'SC01';
const portions = 8;

interface Ground {
  readonly day: GoodDay;
  readonly other: GoodDay;
  readonly homes: readonly string[];
}

const inDays = (days: number): string => calendarDateOf(new Date(Date.now() + days * 86_400_000));
async function opened(office: Person, serviceDate: string): Promise<GoodDay> {
  return GoodDay.open(office, {
    ...{ compound: 'LT', gateCaptain: 'D001', serviceDate, minimumPortions: 1, tripCap: 5_000 },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
    bundles: [{ code: bundle, cap: 5_000, limitPerHousehold: 20 }],
  });
}

/** Rounds of both, the first one in turn, so that what else the machine does falls on both; the middle ratio counts. */
async function against<T>(
  all: readonly T[],
  ours: (one: T) => Promise<unknown>,
  bare: (one: T) => Promise<unknown>,
  statements: number,
): Promise<AgainstSql> {
  const found: { ours: number; bare: number }[] = [];
  const each = Math.floor(all.length / (rounds * 2));
  for (let round = 0; round < rounds; round += 1) {
    const part = all.slice(round * 2 * each, (round + 1) * 2 * each);
    const measureOurs = async () => perSecond(await timed(part.slice(0, each), connections, ours));
    const measureBare = async () => perSecond(await timed(part.slice(each), connections, bare));
    if (round % 2) found.push({ ours: await measureOurs(), bare: await measureBare() });
    else found.push({ bare: await measureBare(), ours: await measureOurs() });
  }
  return {
    perSecond: rounded(median(found.map((one) => one.ours)), 1),
    bareSqlPerSecond: rounded(median(found.map((one) => one.bare)), 1),
    ratio: rounded(median(found.map((one) => one.ours / one.bare))),
    statements,
  };
}

const must = async (answer: Promise<{ status: number; body: unknown }>): Promise<void> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
};

/** Orders at the service's own port against the transaction that one of them makes, on as many connections. */
export async function intake(doors: Doors): Promise<{ figures: AgainstSql; ground: Ground }> {
  const office = new Person(doors.gateway, 'sample/S001');
  const atOrders = new AtService(doors.orders, 'sample/S001', doors);
  const [day, other] = [await opened(office, inDays(60)), await opened(office, inDays(61))];
  const homes = (await office.all<{ id: string }>('/households?compound=LT')).map(({ id }) => id);
  const [first = '', ...rest] = homes;
  const place = (run: GoodDay, forHousehold: string, key: string = randomUUID()) =>
    must(
      atOrders.call(
        'POST',
        `${run.path}/orders`,
        { forHousehold, items: { [bundle]: portions }, fulfilment: 'pick-up' },
        { 'Idempotency-Key': key },
      ),
    );
  await timed(rest, connections, (home) => place(other, home)); // warm: a service that has just started is another measure
  const key = randomUUID();
  const statements = await recorded(doors.adminUrl, doors.dataDir, key, () => place(day, first, key));
  const points = (await other.goods().catch(() => ({ pickupPoints: [] }))).pickupPoints.map(({ id }) => id);
  const known = await pickupPointsIn(doors.adminUrl);
  const pool = serviceConnections(doors.adminUrl, 'orders', connections);
  const bare = (home: string) => replay(pool, about(statements, new Map([[first, home]]), new Set([day.runId, ...points, ...known])));
  await timed(rest.slice(-20), connections, bare); // warm
  const figures = await against(rest.slice(0, -20), (home) => place(day, home), bare, statements.length);
  await pool.end();
  return { figures, ground: { day, other, homes } };
}

async function pickupPointsIn(adminUrl: string): Promise<string[]> {
  const { default: driver } = await import('pg');
  const client: pg.Client = new driver.Client(adminUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT DISTINCT pickup_point_id::text AS id FROM orders.run_pickup_points');
  await client.end();
  return rows.map(({ id }) => id);
}

export interface AtTheGate {
  readonly pickups: AgainstSql;
  readonly batchOf1000Ms: number;
}

/** Pickups at the service's own port against the transaction that one of them makes; then a thousand scans at once. */
export async function pickups(doors: Doors, { day }: Ground): Promise<AtTheGate> {
  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.load();
  const [point] = (await day.handOver()).pickupPoints;
  if (!point) throw new Error('no pickup point');
  const gate = new AtService(doors.logistics, 'sample/D001', doors);
  const orders = await day.pickupOrders();
  const scan = ({ token }: PickupOrder, scanId: string = randomUUID()) => ({
    ...{ scanId, run: day.runId, pointId: point.id, by: { token }, lines: { [bundle]: 1 } },
  });
  const give = (order: PickupOrder, scanId?: string) => must(gate.call('POST', '/pickups', { kind: 'ask', ...scan(order, scanId) }));
  const [first, ...rest] = orders;
  if (!first) throw new Error('no orders');
  await timed(rest, connections, (order) => give(order)); // warm
  const scanId = randomUUID();
  const statements = await recorded(doors.adminUrl, doors.dataDir, scanId, () => give(first, scanId));
  const households = await householdsOf(doors.adminUrl, day.runId);
  const renamed = (order: PickupOrder) =>
    new Map<string, string>([
      [first.token, order.token],
      [first.orderId, order.orderId],
      [first.code, order.code],
      ...first.lines.map(({ orderLineId }, i) => [orderLineId, order.lines[i]?.orderLineId ?? ''] as const),
    ]);
  const stays = new Set([day.runId, point.id, ...households]);
  const pool = serviceConnections(doors.adminUrl, 'logistics', connections);
  const bare = (order: PickupOrder) => replay(pool, about(statements, renamed(order), stays));
  await timed(rest.slice(-20), connections, bare); // warm
  const fresh = rest.slice(0, -20);
  const figures = await against([...fresh, ...fresh], give, bare, statements.length); // a portion each time
  await pool.end();
  const scans = Array.from({ length: 1_000 }, (_, i) => ({
    ...scan(orders[i % orders.length] ?? first),
    givenAt: new Date().toISOString(),
  }));
  const began = performance.now();
  const { answers } = await gate.post<{ answers: { status: string }[] }>('/pickups/batch', { deviceId: 'bench', scans });
  const ms = performance.now() - began;
  const wrong = answers.filter(({ status }) => status !== 'recorded').length;
  if (wrong) throw new Error(`${wrong} of 1,000 scans were not recorded`);
  return { pickups: figures, batchOf1000Ms: Math.round(ms) };
}

async function householdsOf(adminUrl: string, runId: string): Promise<string[]> {
  const { default: driver } = await import('pg');
  const client: pg.Client = new driver.Client(adminUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT household_id::text AS id FROM logistics.pickup_orders WHERE run_id = $1', [
    runId,
  ]);
  await client.end();
  return rows.map(({ id }) => id);
}
