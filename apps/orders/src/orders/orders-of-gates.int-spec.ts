import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Grant, Scope } from '@jielong/kernel';
import { acting } from '@jielong/testing';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

/** Of 翠柳里: buildings 1 to 4 collect at the south gate, 5 to 8 at the north gate. */
const [south, north] = ['1-1-101', '5-1-101'];
let all: Bench;
let run: BoughtRun;
beforeAll(async () => {
  all = await bench();
  run = await all.open({ compound: 'CL', orders: [south, north].map((room) => [room, { SC01: 2 }] as const) });
  await run.lock();
  await run.purchase({ bought: { SC01: { portions: 1 } } });
  await run.allocate(0);
}, 60_000);
afterAll(() => all.stop());

const ask = async (path: string, grants: readonly Grant[]) => {
  const answer = await fetch(`${await all.service.app.getUrl()}/api${path}`, { headers: acting(`${community}/T001`, grants) });
  return { status: answer.status, text: await answer.text() };
};
const as = (role: string, scope: Scope, over: Partial<Grant> = {}): Grant[] => [{ role, scope, ...over }];
const lists = ['/orders', '/shortages', '/allocations/1', '/group-texts/short'];
/** The buildings of which something stands in an answer, whether as a field or as people say it. */
const buildingsIn = (text: string): string[] => ['1', '5'].filter((it) => text.includes(`"building":"${it}"`) || text.includes(`${it}栋`));
const read = async (grants: readonly Grant[]) =>
  Object.fromEntries(await Promise.all(lists.map(async (list) => [list, buildingsIn((await ask(`${run.path}${list}`, grants)).text)])));
const everywhere = (buildings: readonly string[]) => Object.fromEntries(lists.map((list) => [list, buildings]));

describe('orders of a run and who goes short are read', () => {
  test.each<[string, Scope]>([
    ['gate-captain', { compound: 'CL', gate: '南门' }],
    ['group-leader', { compound: 'CL', gate: '南门' }],
    ['branch-secretary', { gate: '南门' }],
  ])('by a %s of one of its gates for that gate alone', async (role, scope) => {
    expect(await read(as(role, scope))).toEqual(everywhere(['1']));
    expect(await read(as(role, { ...scope, gate: '北门' }))).toEqual(everywhere(['5']));
  });

  test.each<[string, Grant[]]>([
    ['both gates', [...as('gate-captain', { compound: 'CL', gate: '南门' }), ...as('group-leader', { compound: 'CL', gate: '北门' })]],
    ['the compound', as('group-leader', { compound: 'CL' })],
    ['the community', as('coordinator', {})],
  ])('for all of it by whoever is there for %s', async (_, grants) => expect(await read(grants)).toEqual(everywhere(['1', '5'])));

  test('by no role that is over, nor by one of another compound or that is for something else', async () => {
    const here = as('gate-captain', { compound: 'CL', gate: '南门' });
    const others = [
      ...as('group-leader', { compound: 'CL' }, { until: '2020-01-01T00:00:00Z' }),
      ...as('gate-captain', { compound: 'LT', gate: '北门' }),
      ...as('team-captain', { compound: 'CL' }),
    ];
    expect(await read([...here, ...others])).toEqual(everywhere(['1']));
  });

  test('page by page, and none that is left out is counted', async () => {
    const { text } = await ask(`${run.path}/orders?limit=1`, as('gate-captain', { compound: 'CL', gate: '北门' }));
    const { items, next } = JSON.parse(text) as { items: { building: string }[]; next: string | null };
    expect([items.map(({ building }) => building), next]).toEqual([['5'], null]);
  });
});

test('an order that was moved to another gate is listed and opened there', async () => {
  const household = await all.service.householdAt(south ?? '', 'CL');
  const captain = as('gate-captain', { compound: 'CL', gate: '北门' });
  const [order] = await run.rows<{ id: string }>(
    `UPDATE orders.orders o SET pickup_point_id = p.pickup_point_id FROM orders.run_pickup_points p
     WHERE p.run_id = o.run_id AND p.gate = '北门' AND o.run_id = $1 AND o.for_household = $2 RETURNING o.order_id AS id`,
    [run.id, household],
  );
  expect((await ask(`${run.path}/orders`, captain)).text).toContain(order?.id);
  expect((await ask(`/orders/${order?.id ?? ''}`, captain)).status).toBe(200);
});
