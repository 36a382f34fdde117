import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logisticsViews } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { randomUUID } from 'node:crypto';
import { AtHome, revisionIn } from '../../spec/at-home.js';
import { publishLogistics } from '../../spec/logistics-views.js';
import { singleRooms } from '../../spec/members-views.js';
import { community, disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

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
});

describe('a household for which a neighbour may order', () => {
  /** The other household, which lets `home` order for it. */
  let other: AtHome;
  const lets = (who: string, by: string, may: { collect?: boolean; order?: boolean }) =>
    orders.admin.query(
      `INSERT INTO ${membersViews.proxies} (community_id, household_id, person, other, may_collect, may_order) VALUES ($1, $2, NULL, $3, $4, $5)`,
      [community, who, by, may.collect ?? false, may.order ?? false],
    );
  const ends = (who: string) => orders.admin.query(`DELETE FROM ${membersViews.proxies} WHERE household_id = $1`, [who]);
  const placing = (run: string, body: object = {}) =>
    home.asks('post', `/supply-runs/${run}/orders`, { forHousehold: other.household, items: { SC01: 1 }, ...body });
  beforeEach(async () => {
    other = await AtHome.in(orders, rooms.pop());
    await lets(other.household, home.household, { order: true });
  });

  test('has its order placed, shown, changed and withdrawn by that one’s link, in whose name it stands', async () => {
    const run = await openRun(orders);
    const { body: placed } = await placing(run).expect(201);
    expect(placed).toMatchObject({
      forHousehold: other.household,
      placedByHousehold: home.household,
      way: 'proxy',
      paidBy: other.household,
    });
    await home.asks('get', `/orders/${placed.id}`).expect(200);
    await home.asks('patch', `/orders/${placed.id}`, { items: { SC01: 2 }, remark: '放门口' }).expect(200);
    await home.asks('patch', `/orders/${placed.id}`, { paidBy: home.household }).expect(200);
    expect((await other.asks('get', `/orders/${placed.id}`).expect(200)).body).toMatchObject({ paidBy: home.household });
    expect((await other.asks('patch', `/orders/${placed.id}`, { items: { SC01: 3 } })).body.code).toBe('another-pays');
    await home.asks('post', `/orders/${placed.id}/cancel`, {}).expect(200);
    expect((await placing(run, { paidBy: home.household, placedBy: home.household }).expect(201)).body).toMatchObject({
      paidBy: home.household,
    });
  });

  test('is seen by that one’s link with what is ordered, without what it owes, and with its code only where that one collects', async () => {
    const run = await openRun(orders);
    const { body: placed } = await placing(run).expect(201);
    await orders.admin.query(`INSERT INTO ${logisticsViews.pickupCodes} VALUES ($1, $2, $3, '482915', 1, 0, 'open')`, [
      community,
      run,
      placed.id,
    ]);
    const seen = async () => (await home.asks('get', `/home/now?household=${other.household}`).expect(200)).body;
    const orderIn = ({ runs }: { runs: { id: string; order: object }[] }) => runs.find(({ id }) => id === run)?.order;
    const first = await seen();
    expect(first).toMatchObject({ household: other.household, balanceFen: null, ordersFor: [] });
    expect(orderIn(first)).toMatchObject({ id: placed.id, pickup: null });
    await lets(other.household, home.household, { collect: true });
    expect(orderIn(await seen())).toMatchObject({ pickup: { code: '482915' } });
    expect((await home.asks('get', '/home/now').expect(200)).body).toMatchObject({
      balanceFen: 0,
      ordersFor: [{ household: other.household, compoundName: '蓝天花园' }],
    });
  });

  test('keeps its remark to itself: that one neither reads it nor wipes it, and replaces it only by another', async () => {
    const run = await openRun(orders);
    const { body: placed } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
      ...{ forHousehold: other.household, items: { SC01: 1 }, remark: '胰岛素放冰箱' },
    });
    const orderIn = ({ runs }: { runs: { id: string; order: { remark: string | null } }[] }) => runs.find(({ id }) => id === run)?.order;
    const seen = async (by: AtHome) => orderIn((await by.asks('get', `/home/now?household=${other.household}`).expect(200)).body)?.remark;
    const look = async () => (await home.press({ answer: 'look', for: other.household }).expect(200)).text;
    expect([await seen(home), await seen(other), (await look()).includes('胰岛素')]).toEqual([null, '胰岛素放冰箱', false]);

    const typed = async (portions: string, remark: string) => {
      const form = {
        answer: 'order',
        run,
        for: other.household,
        revision: revisionIn(await look(), run),
        'portions|SC01': portions,
        remark,
      };
      for (let pressed = 0; pressed < 2; pressed += 1) await home.press(form).expect(200);
    };
    await typed('2', '');
    await home.asks('patch', `/orders/${placed.id}`, { items: { SC01: 1 }, remark: '' }).expect(200);
    expect(await seen(other)).toBe('胰岛素放冰箱');
    await typed('2', '放门口');
    expect([await seen(home), await seen(other)]).toEqual([null, '放门口']);
    await other.asks('patch', `/orders/${placed.id}`, { remark: '' }).expect(200);
    expect(await seen(other)).toBe('');
  });

  test('pays for nothing but its own, and is nobody else’s to order for, nor any longer than it lets', async () => {
    const run = await openRun(orders);
    const third = await orders.householdAt(rooms.pop() ?? '');
    await lets(third, home.household, { collect: true });
    const own = { forHousehold: home.household, items: { SC01: 1 } };
    const notThere = [
      await home.asks('post', `/supply-runs/${run}/orders`, { ...own, paidBy: other.household }),
      await placing(run, { paidBy: third }),
      await placing(run, { forHousehold: third }),
      await other.asks('post', `/supply-runs/${run}/orders`, own),
      await home.asks('get', `/home/now?household=${third}`),
    ];
    expect(notThere.map(({ body }) => body.code)).toEqual(['not-there', 'not-there', 'not-there', 'not-there', 'not-there']);
    expect((await placing(run, { placedBy: other.household })).body.code).toBe('not-in-anothers-name');
    expect((await placing(run, { mayCollect: [home.household] })).body.code).toBe('not-by-this-link');
    const { body: placed } = await placing(run).expect(201);
    await ends(other.household);
    const gone = [
      await home.asks('get', `/orders/${placed.id}`),
      await home.asks('patch', `/orders/${placed.id}`, { items: { SC01: 2 } }),
      await home.asks('post', `/orders/${placed.id}/cancel`, {}),
      await home.asks('get', `/home/now?household=${other.household}`),
      await placing(await openRun(orders)),
    ];
    expect(gone.map(({ body }) => body.code)).toEqual(gone.map(() => 'not-there'));
  });

  test('pays no more by that one’s link where a third one pays', async () => {
    const run = await openRun(orders);
    const third = await orders.householdAt(rooms.pop() ?? '');
    const asked = { forHousehold: other.household, paidBy: third, items: { SC01: 1 } };
    const { body: placed } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, asked);
    expect((await home.asks('patch', `/orders/${placed.id}`, { items: { SC01: 2 } })).body.code).toBe('another-pays');
  });

  test('has a page on that one’s link, with the same forms', async () => {
    const run = await openRun(orders);
    const own = await home.page().expect(200);
    expect(own.text).toContain(`name="for" value="${other.household}"`);
    expect(own.text).toMatch(/替 蓝天花园 .+ 下单/u);
    const look = { answer: 'look', for: other.household };
    const before = await home.press(look).expect(200);
    expect([before.text.includes('代下单：'), before.text.includes('往来'), before.text.includes('href=')]).toEqual([true, false, false]);
    const form = { answer: 'order', run, for: other.household, revision: '', 'portions|SC01': '2' };
    expect((await home.press(form).expect(200)).text).toContain('代下单：');
    expect(await other.ordersOf(run)).toMatchObject([{ items: { SC01: 2 }, way: 'proxy', placedByHousehold: home.household }]);
    expect(await home.ordersOf(run)).toEqual([]);
    await home.press({ answer: 'withdraw', run, for: other.household }).expect(200);
    await ends(other.household);
    const refused = await home.press(look).expect(403);
    expect([refused.text.includes('不能替这一户下单'), refused.text.includes('往来')]).toEqual([true, true]);
    await home.press({ ...form, for: randomUUID() }).expect(403);
    await home.press({ ...form, for: 'x' }).expect(400);
  });
});
