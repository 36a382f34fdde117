import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { mergeInto, shareRoom } from '../../spec/members-views.js';
import { community, disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';
import { hasMerged } from './merging-orders.rows.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService();
});
afterAll(() => orders.stop());

const place = (run: string, forHousehold: string, more: object = {}) =>
  orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, { forHousehold, items: { SC01: 1 }, ...more });

describe('a household whose other one has been ended by a list', () => {
  /** As members publishes it then: the ended one is there no more. */
  async function ended(room: string, before: (ids: string[]) => Promise<void> = async () => undefined): Promise<[string, string]> {
    const first = await orders.householdAt(room);
    const second = await shareRoom(orders.admin, first);
    await before([first, second]);
    await mergeInto(orders.admin, second, first);
    await orders.admin.query('DELETE FROM members.published_households_v2 WHERE id = $1', [first]);
    return [first, second];
  }

  test('cannot order, nor pay or collect for others, no more than the other can', async () => {
    const run = await openRun(orders);
    const [first, second] = await ended('4-1-101');
    const neighbour = await orders.householdAt('4-1-102');
    for (const gone of [first, second]) {
      const said = [
        await place(run, gone),
        await place(run, neighbour, { paidBy: gone }),
        await place(run, neighbour, { mayCollect: [gone] }),
      ];
      for (const { status, body } of said)
        expect([status, body]).toMatchObject([422, { code: 'no-such-household', details: { unknown: expect.arrayContaining([gone]) } }]);
    }
  });

  test('has one order with it all the same, where both had one', async () => {
    const run = await openRun(orders);
    const [first, second] = await ended('4-1-201', async (ids) => {
      for (const id of ids) expect((await place(run, id)).status).toBe(201);
    });
    const followed = await orders.call('POST', '/household-merges', { household: second });
    expect(followed).toMatchObject({ status: 200, body: { into: first, orders: [{ items: { SC01: 2 } }] } });
    const { body } = await orders.call('GET', `/supply-runs/${run}/orders?state=open`);
    expect(body).toMatchObject({ items: [{ forHousehold: first, items: { SC01: 2 } }] });
    expect(await disagreements(orders)).toEqual([]);
  });
});

test('whether a run has an order of a merged household is known without reading the orders of all others, also before statistics', async () => {
  const run = await openRun(orders);
  for (const room of ['5-1-101', '5-1-102', '5-1-201']) {
    const first = await orders.householdAt(room);
    await mergeInto(orders.admin, await shareRoom(orders.admin, first), first);
  }
  await orders.admin.query(
    `INSERT INTO orders.orders (community_id, order_id, run_id, for_household, paid_by, pickup_point_id, fulfilment, way)
     SELECT p.community_id, gen_random_uuid(), p.run_id, h, h, p.pickup_point_id, 'pick-up', 'self' FROM
       (SELECT * FROM orders.run_pickup_points WHERE run_id = $1 LIMIT 1) p, (SELECT gen_random_uuid() AS h FROM generate_series(1, 4000)) others`,
    [run],
  );
  const [before, after] = await inCommunity(orders.app.get(DataSource), community, async (tx) => {
    const touched = () =>
      tx.query<object[]>(
        `SELECT seq_tup_read + idx_tup_fetch AS orders FROM pg_stat_xact_user_tables WHERE relid = 'orders.orders'::regclass`,
      );
    const first = await touched();
    expect(await hasMerged(tx, run)).toBe(false);
    return [first, await touched()];
  });
  expect(after).toEqual(before);
});
