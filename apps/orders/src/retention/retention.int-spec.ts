import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ForgottenCounts } from '@jielong/kernel';
import { defaultPolicies } from '@jielong/orders-contract';
import { community, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';
import { RetentionActivities } from './retention.activities.js';

let orders: OrdersService;
let activities: RetentionActivities;
beforeAll(async () => {
  orders = await ordersService();
  activities = orders.app.get(RetentionActivities, { strict: false });
});
afterAll(() => orders.stop());

interface Shown {
  readonly days: Record<string, number>;
  readonly last: { id: string; endedAt: string | null; counts: ForgottenCounts } | null;
}
const shown = async (): Promise<Shown> => (await orders.call<Shown>('GET', '/retention')).body;
const rows = async (sql: string): Promise<object[]> => (await orders.admin.query(sql)).rows as object[];

const text = ['#接龙', '【蓝天花园】团购', 'A 蔬菜包 30元/份', '', '1. 欧阳晓芸 3-2-501 A1 备注：不吃香菜', '2. 诸葛明远 A1'].join('\n');
/** A run with a chain and a cancelled order, whose books were closed so many days ago; none: they are open. */
async function runClosed(ago: number | null): Promise<string> {
  const run = await openRun(orders);
  const chain = `/supply-runs/${run}/sign-ups`;
  const { body } = await orders.call<{ revision: number }>('POST', `${chain}/preview`, { text });
  expect((await orders.call('POST', `${chain}/commit`, { text, revision: body.revision })).status).toBe(200);
  const { body: order } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
    ...{ forHousehold: await orders.householdAt('5-1-101'), items: { SC01: 2 }, remark: '放在司马家门口' },
  });
  expect((await orders.call('POST', `/orders/${order.id}/cancel`, { reason: '慕容住院了' })).status).toBe(200);
  if (ago !== null)
    await orders.admin.query(
      `UPDATE orders.supply_runs SET stage = 'closed', closed_at = now() - make_interval(days => $2) WHERE run_id = $1`,
      [run, ago],
    );
  return run;
}
const said = (run: string) =>
  rows(`SELECT text FROM orders.chains WHERE run_id = '${run}' AND text <> ''
    UNION ALL SELECT coalesce(reason_text, text || fingerprint || said) FROM orders.chain_entries WHERE run_id = '${run}'
      AND coalesce(reason_text, text || fingerprint || said) <> ''`);
const remarked = (run: string) =>
  rows(`SELECT order_id FROM orders.orders WHERE run_id = '${run}' AND coalesce(placed_by, remark, cancel_reason) IS NOT NULL`);
const counted = (run: string) =>
  rows(`SELECT o.order_id, o.for_household, o.state, l.bundle, l.portions, l.state AS line FROM orders.orders o JOIN orders.order_lines l USING (order_id)
    WHERE o.run_id = '${run}' ORDER BY 1, 4`);

async function forget(): Promise<ForgottenCounts> {
  const id = crypto.randomUUID();
  return (await activities.forgetInOrders(community, await activities.readRetention(community, id))).counts;
}

describe('of a run whose books are closed', () => {
  test('the texts of chains go first, the remarks of orders later, and what was ordered stays', async () => {
    const [open, young, old, oldest] = [await runClosed(null), await runClosed(60), await runClosed(100), await runClosed(200)];
    const before = [await counted(old), await counted(oldest)];
    expect(await forget()).toMatchObject({ chains: 6, remarks: 2 });
    const left = [];
    for (const run of [open, young, old, oldest]) left.push([(await said(run)).length, (await remarked(run)).length]);
    expect(left).toEqual([
      [3, 2],
      [3, 2],
      [0, 2],
      [0, 0],
    ]);
    expect([await counted(old), await counted(oldest)]).toEqual(before);
    expect(await forget()).toEqual({});
  });

  test('entries and orders are still listed', async () => {
    const run = await runClosed(200);
    await forget();
    const listed = await orders.call<{ items: { state: string }[] }>('GET', `/supply-runs/${run}/orders`);
    expect([listed.status, listed.body.items.map(({ state }) => state).toSorted()]).toEqual([200, ['cancelled', 'open']]);
    expect((await orders.call('GET', `/supply-runs/${run}/sign-ups`)).status).toBe(200);
  });
});

test('answers, refused reports and links go once they are over for long enough, and no younger ones', async () => {
  for (const ago of [100, 3])
    await orders.admin.query(`
      INSERT INTO orders.idempotency_keys (community_id, actor, operation, key, body_hash, at)
        VALUES ('${community}', 'S001', 'old', 'key-${ago}', '', now() - interval '${ago} days');
      INSERT INTO orders.refused_reports (community_id, refusal_key, process_id, step, payload, code, reason, refused_at)
        VALUES ('${community}', 'key-${ago}', 'p', 's', '', 'refused', '', now() - interval '${ago} days');
      INSERT INTO orders.step_links (community_id, process_id, step, person, fingerprint, made_by, made_at, expires_at)
        VALUES ('${community}', 'p', 's', 'S001', sha256(gen_random_uuid()::text::bytea), 'S001', now() - interval '${ago} days 1 hour', now() - interval '${ago} days')`);
  expect(await forget()).toEqual({ links: 1, answers: 1, refusals: 1 });
  expect(await rows(`SELECT key FROM orders.idempotency_keys WHERE operation = 'old'`)).toEqual([{ key: 'key-3' }]);
  expect(await rows(`SELECT refusal_key AS key FROM orders.refused_reports`)).toEqual([{ key: 'key-3' }]);
});

test('why an order or a point was moved, or a building closed, becomes empty with the remarks of its run; that it was stays', async () => {
  const runs = [await runClosed(200), await runClosed(100)];
  const why = `'sealed:' || repeat('x', 200)`;
  for (const run of runs)
    await orders.admin.query(`
      INSERT INTO orders.order_moves (community_id, order_id, from_household, to_household, reason, entered_by)
        SELECT community_id, order_id, for_household, gen_random_uuid(), ${why}, 'S001' FROM orders.orders WHERE run_id = '${run}' AND state = 'open';
      INSERT INTO orders.building_closures (community_id, run_id, building, reason, entered_by) VALUES ('${community}', '${run}', '3', ${why}, 'S001');
      INSERT INTO orders.pickup_moves (community_id, run_id, from_point, to_point, reason, entered_by)
        SELECT community_id, run_id, gen_random_uuid(), pickup_point_id, ${why}, 'S001' FROM orders.run_pickup_points WHERE run_id = '${run}' LIMIT 1`);
  const { remarks } = await forget();
  expect(remarks).toBe(2 + 3); // two orders, and the three reasons
  const reasons = `SELECT run_id, reason FROM orders.building_closures UNION ALL SELECT run_id, reason FROM orders.pickup_moves
    UNION ALL SELECT run_id, m.reason FROM orders.order_moves m JOIN orders.orders USING (community_id, order_id)`;
  const said = `SELECT run_id AS run, count(*) FILTER (WHERE reason <> '')::integer AS said, count(*)::integer AS all FROM (${reasons}) r GROUP BY 1`;
  const left = new Map((await rows(said)).map((row) => [Reflect.get(row, 'run'), row]));
  expect(runs.map((run) => left.get(run))).toMatchObject([
    { said: 0, all: 3 },
    { said: 3, all: 3 },
  ]);
});

test('a refusal stays, without its words, while its process may be asked again', async () => {
  const sealed = `sealed:k:${'A'.repeat(200)}`;
  const over = { open: 'NULL', ended: 'now()' };
  for (const [name, ended] of Object.entries(over))
    await orders.admin.query(`
      INSERT INTO orders.processes (community_id, process_id, workflow, input, ended_at) VALUES ('${community}', 'process-${name}', 'w', '{}', ${ended});
      INSERT INTO orders.refused_reports (community_id, refusal_key, process_id, step, payload, code, reason, refused_at)
        VALUES ('${community}', '${name}', 'process-${name}', 's', '${sealed}', 'refused', '${sealed}', now() - interval '100 days')`);
  expect(await forget()).toEqual({ refusals: 2 });
  expect(await rows(`SELECT refusal_key AS key, payload, reason FROM orders.refused_reports WHERE process_id LIKE 'process-%'`)).toEqual([
    { key: 'open', payload: '', reason: '' },
  ]);
  expect(await forget()).toEqual({});
});

describe('a community', () => {
  test('chooses for how many days; what it does not name stays', async () => {
    expect((await shown()).days).toEqual(defaultPolicies.retentionDays);
    expect((await orders.call('PUT', '/policies', { retentionDays: { chains: 60, links: 7 } })).status).toBe(200);
    expect((await shown()).days).toEqual({ ...defaultPolicies.retentionDays, chains: 60, links: 7 });
    const retention = await activities.readRetention(community, crypto.randomUUID());
    expect(retention.days.chains).toBe(60);
  });

  test.each([{ chains: 6 }, { chains: 4_000 }, { chains: 1.5 }, { ledgers: 30 }])('cannot choose %j', async (retentionDays) => {
    expect((await orders.call('PUT', '/policies', { retentionDays })).status).toBe(400);
  });

  test('has one round at a time, by hand or by schedule, and sees what it has forgotten', async () => {
    const started = await orders.call<{ id: string }>('POST', '/retention/rounds');
    expect(started.status).toBe(202);
    const { id } = started.body;
    expect((await orders.call<{ id: string }>('POST', '/retention/rounds')).body.id).toBe(id);
    expect(await activities.startRetention(community, crypto.randomUUID())).toBe(id);
    expect(await rows(`SELECT again FROM orders.outbox WHERE process_id = 'retention:${id}' ORDER BY wish`)).toEqual([
      { again: false },
      { again: true },
      { again: true },
    ]);
    expect((await shown()).last).toMatchObject({ id, endedAt: null });
    await activities.endRetention(community, id, { chains: 2 });
    await activities.endRetention(community, id, {}); // said again after its answer was lost
    expect((await shown()).last).toMatchObject({ id, endedAt: expect.any(String), counts: { chains: 2 } });
    expect(await rows(`SELECT ended_at IS NOT NULL AS over FROM orders.processes WHERE process_id = 'retention:${id}'`)).toEqual([
      { over: true },
    ]);
    expect(await activities.startRetention(community, id)).toBe(id); // asked again, late: nothing begins anew
    expect((await shown()).last).toMatchObject({ id, counts: { chains: 2 } });
  });
});
