import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { permissionsOf } from '@jielong/platform';
import { accessCells, acting, actingByKey, type Called, isRefusal, keyCells, pathWith, wrongCells, wrongKeyCells } from '@jielong/testing';
import { bench, type Bench } from '../spec/bought-run.js';
import { community } from '../spec/orders-service.js';

let all: Bench;
/** A row of every kind, all of them of building 1 and the south gate of Lantian Garden. */
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  all = await bench();
  const run = await all.open({ orders: [['1-1-101', { SC01: 1 }]] });
  await run.lock();
  await run.purchase();
  await run.allocate(0);
  const household = await all.service.householdAt('1-1-101');
  await all.service.call('POST', `${run.path}/payments`, { paidBy: household, amountFen: 500, way: 'cash' });
  const one = async (column: string, table: string) =>
    (await all.service.admin.query<{ id: string }>(`SELECT ${column} AS id FROM orders.${table} LIMIT 1`)).rows[0]?.id ?? '';
  ids = {
    'supply-runs': run.id,
    households: household,
    compounds: 'LT',
    orders: await one('order_id', 'orders'),
    purchases: await one('purchase_id', 'purchases'),
    payments: await one('payment_id', 'payments'),
    processes: `supply-run:${run.id}`,
  };
});
afterAll(() => all.stop());

const ofAHome = ['compound', 'building', 'unit', 'gate', 'household'] as const;
const facts = {
  'supply-runs': ['compound', 'gate'],
  'run-homes': ['compound', 'gate', 'building', 'unit'],
  purchases: ['compound', 'supplier'],
  orders: ofAHome,
  households: ofAHome,
  'ordered-for': ofAHome,
  payments: ['compound'],
  compounds: ['compound'],
  processes: ['compound'],
} as const;

/** Whether the guard lets this through: what comes behind it refuses a request that says everything at once. */
async function isLetIn(endpoint: Called, headers: Record<string, string>): Promise<boolean> {
  const [household, run] = [ids['households'], ids['supply-runs']];
  const said = { compound: 'LT', forHousehold: household, paidBy: household, household, runs: [run], process: ids['processes'] };
  const path = pathWith(endpoint, ids);
  const answer = await fetch(
    `${await all.service.app.getUrl()}/api${path}?nothing=wanted&household=${household ?? ''}&process=${ids['processes'] ?? ''}`,
    {
      method: endpoint.method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(said) }),
    },
  );
  const { code } = (answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}) as { code?: string };
  return !isRefusal(code);
}

test('every operation is for the roles of the table, each where it is at home, and for nobody else', async () => {
  const cells = accessCells(permissionsOf(all.service.app), facts, ids['households'] ?? '');
  expect(await wrongCells(cells, ({ endpoint, grant, claims }) => isLetIn(endpoint, acting(`${community}/T001`, [grant], claims)))).toEqual(
    [],
  );
  expect(cells.length).toBeGreaterThan(1_000);
}, 120_000);

test('a key does what its one scope names, wherever the table lets everybody in too, and nothing else', async () => {
  const cells = keyCells(permissionsOf(all.service.app));
  expect(await wrongKeyCells(cells, ({ endpoint, scopes }) => isLetIn(endpoint, actingByKey(community, scopes)))).toEqual([]);
  expect(cells.length).toBeGreaterThan(100);
}, 120_000);

test('a building captain reads the orders of a run that are of their building, and no others', async () => {
  const run = await all.open({
    orders: [
      ['1-1-102', { SC01: 1 }],
      ['2-1-101', { SC01: 1 }],
    ],
  });
  const [first, second] = [await all.service.householdAt('1-1-102'), await all.service.householdAt('2-1-101')];
  const of = async (building: string) => {
    const headers = acting(`${community}/T001`, [{ role: 'building-captain', scope: { compound: 'LT', building } }]);
    const answer = await fetch(`${await all.service.app.getUrl()}/api${run.path}/orders`, { headers });
    return ((await answer.json()) as { items: { forHousehold: string }[] }).items.map(({ forHousehold }) => forHousehold);
  };
  expect([await of('1'), await of('2')]).toEqual([[first], [second]]);
  await all.service.admin.query(`DELETE FROM members.published_households_v2 WHERE id = $1`, [second]);
  expect([await of('1'), await of('2')]).toEqual([[first], []]); // whoever has moved away is of no building
});

test('what is not there and what is not theirs look the same where even that it is there is private', async () => {
  const ask = async (order: string) => {
    const grants = [{ role: 'building-captain', scope: { compound: 'YF', building: '1' } }];
    const answer = await fetch(`${await all.service.app.getUrl()}/api/orders/${order}`, { headers: acting(`${community}/T001`, grants) });
    const { correlationId: _, ...body } = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, body };
  };
  const [theirs, nothing] = [await ask(ids['orders'] ?? ''), await ask('0193a1b2-0000-7000-8000-00000000000f')];
  expect(theirs).toEqual(nothing);
  expect(theirs.status).toBe(404);
});
