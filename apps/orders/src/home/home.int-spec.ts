import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AtHome } from '../../spec/at-home.js';
import { publishLogistics } from '../../spec/logistics-views.js';
import { mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
let rooms: string[];
/** A household of its own for each test. */
let home: AtHome;
beforeAll(async () => {
  orders = await ordersService((database) => publishLogistics(database.url('logistics', 'owner')));
  rooms = await singleRooms(orders.admin, 60);
}, 60_000);
afterAll(() => orders.stop());
beforeEach(async () => {
  home = await AtHome.in(orders, rooms.pop());
});
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
  await orders.admin.query('UPDATE orders.supply_runs SET cut_off_at = clock_timestamp()'); // a page shows twenty that are open, each test's own
});

describe('a household by the API', () => {
  test('sees what is its own now', async () => {
    const run = await openRun(orders);
    const placed = await home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: home.household, items: { SC01: 2 } }).expect(201);
    expect(placed.body).toMatchObject({ way: 'self', paidBy: home.household });
    const { body } = await home.asks('get', '/home/now').expect(200);
    expect(body).toMatchObject({ household: home.household, compoundName: '蓝天花园', balanceFen: 0 });
    const mine = body.runs.find(({ id }: { id: string }) => id === run);
    expect(mine).toMatchObject({
      ordering: true,
      order: { id: placed.body.id, lines: [{ bundle: 'SC01', portions: 2, allocated: null }], pickup: null },
    });
    expect(Object.keys(mine.bundles[0])).not.toContain('ordered');
    await home.asks('get', `/orders/${placed.body.id}`).expect(200);
    await home.asks('patch', `/orders/${placed.body.id}`, { items: { SC01: 1 } }).expect(200);
    await home.asks('post', `/orders/${placed.body.id}/cancel`, {}).expect(200);
  });

  test('whose order a neighbour pays for may have less of it, and nothing more at their cost, by the page neither', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    const asked = { forHousehold: home.household, paidBy: neighbour, items: { SC01: 1, RL01: 1 }, remark: '' };
    const { body: placed } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, asked);
    const change = (body: object) => home.asks('patch', `/orders/${placed.id}`, body);
    const dearer = [{ items: { SC01: 2 } }, { items: { JD01: 1 } }, { items: { SC01: 0, JD01: 1 } }, { substitutes: { SC01: true } }];
    for (const body of dearer) expect([body, (await change(body)).body.code]).toEqual([body, 'another-pays']);
    expect((await home.ordered(403, run, '2')).text).toContain('别家付款');
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 1, RL01: 1 }, paidBy: neighbour }]);
    expect((await change({ items: { RL01: 0 }, substitutes: { SC01: false }, remark: '放门口' }).expect(200)).body.items).toEqual({
      SC01: 1,
    });
    await change({ paidBy: home.household, items: { SC01: 2 } }).expect(200); // whoever pays it themselves may have more
    await home.asks('post', `/orders/${placed.id}/cancel`, {}).expect(200);
  });

  test('that a neighbour pays for is withdrawn by the household, too', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    await orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold: home.household, paidBy: neighbour, items: { SC01: 1 } });
    await home.press({ answer: 'withdraw', run }).expect(200);
    expect(await home.ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('chooses neither door nor gate nor who else may collect: that is as it is registered', async () => {
    const run = await openRun(orders);
    const { body: detail } = await orders.call<{ pickupPoints: { id: string }[] }>('GET', `/supply-runs/${run}`);
    const [pickupPointId] = detail.pickupPoints.map(({ id }) => id);
    const wishes = [{ fulfilment: 'to-door' }, { pickupPointId }, { mayCollect: [home.household] }];
    for (const wish of wishes)
      expect(
        (await home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: home.household, items: { SC01: 1 }, ...wish })).body.code,
      ).toBe('not-by-this-link');
    expect(await home.ordersOf(run)).toEqual([]);
    const { body: placed } = await home
      .asks('post', `/supply-runs/${run}/orders`, { forHousehold: home.household, items: { SC01: 1 } })
      .expect(201);
    for (const wish of wishes)
      expect((await home.asks('patch', `/orders/${placed.id}`, wish).expect(403)).body.code).toBe('not-by-this-link');
    const [order] = await home.ordersOf(run);
    expect(order).toEqual(placed);
  });

  test('learns nothing of another’s order, orders for nobody else, pays by nobody else, and says nothing in another’s name', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    const { body: theirs } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
      forHousehold: neighbour,
      items: { SC01: 1 },
    });
    const [seen, nothing] = [await home.asks('get', `/orders/${theirs.id}`), await home.asks('get', `/orders/${randomUUID()}`)];
    const said = ({ status, body: { correlationId: _, ...body } }: typeof seen) => ({ status, body });
    expect(said(seen)).toEqual(said(nothing));
    expect(seen.status).toBe(404);
    const refusals = [
      await home.asks('patch', `/orders/${theirs.id}`, { items: { SC01: 0 } }),
      await home.asks('post', `/orders/${theirs.id}/cancel`, {}),
      await home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: neighbour, items: { SC01: 1 } }),
      await home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: home.household, paidBy: neighbour, items: { SC01: 1 } }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(refusals.map(() => [404, 'not-there']));
    const inTheirName = { forHousehold: home.household, placedBy: neighbour, items: { SC01: 1 } };
    expect((await home.asks('post', `/supply-runs/${run}/orders`, inTheirName)).body.code).toBe('not-in-anothers-name');
  });

  test('reads neither runs, lists, prices paid nor books, as whoever has signed in does', async () => {
    const run = await openRun(orders);
    for (const path of ['', '/orders', '/money', '/shortages', '/purchase-list', '/public-account', '/group-texts/unpaid']) {
      const { status, body } = await home.asks('get', `/supply-runs/${run}${path}`);
      expect([path, status === 403 || status === 404, body.runs]).toEqual([path, true, undefined]);
    }
    for (const path of ['/supply-runs', '/bundles', '/policies']) expect((await home.asks('get', path)).body.code).toBe('not-yours');
    const paying = { paidBy: home.household, amountFen: 1, way: 'cash' };
    for (const asked of [
      home.asks('post', `/supply-runs/${run}/close-ordering`, {}),
      home.asks('post', `/supply-runs/${run}/payments`, paying),
    ])
      expect(['not-yours', 'not-there']).toContain((await asked).body.code);
  });

  test('has what may be ordered before what waits for its books, however much of that there is, and of that the latest', async () => {
    const past: string[] = [];
    for (let day = 1; day <= 20; day += 1) {
      const run = await openRun(orders);
      await home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: home.household, items: { SC01: 1 } }).expect(201);
      await orders.admin.query(
        `UPDATE orders.supply_runs SET stage = 'settling', service_date = current_date - $2::integer WHERE run_id = $1`,
        [run, day],
      );
      past.push(run);
    }
    const run = await openRun(orders);
    const { body } = await home.asks('get', '/home/now').expect(200);
    expect(body.runs.map(({ id }: { id: string }) => id)).toEqual([run, ...past.slice(0, 19)]);
  });

  test('whose other household was merged into it has the order of both, and only it', async () => {
    const run = await openRun(orders);
    const other = await shareRoom(orders.admin, home.household);
    const { body: placed } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
      forHousehold: other,
      items: { SC01: 1 },
    });
    expect((await home.asks('get', `/orders/${placed.id}`)).status).toBe(404);
    await mergeInto(orders.admin, other, home.household);
    const { body } = await home.asks('get', '/home/now').expect(200);
    expect(body.runs.find(({ id }: { id: string }) => id === run).order).toMatchObject({ id: placed.id });
  });
});
