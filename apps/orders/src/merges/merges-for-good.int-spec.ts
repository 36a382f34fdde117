import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mergeInto, shareRoom } from '../../spec/members-views.js';
import { disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

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
