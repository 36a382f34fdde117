import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logisticsViews } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { acting } from '@jielong/testing';
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { publishLogistics } from '../../spec/logistics-views.js';
import { linkOf, mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { community, disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
let rooms: string[];
beforeAll(async () => {
  orders = await ordersService((database) => publishLogistics(database.url('logistics', 'owner')));
  rooms = await singleRooms(orders.admin, 90);
}, 60_000);
afterAll(() => orders.stop());
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
  await orders.admin.query('UPDATE orders.supply_runs SET cut_off_at = clock_timestamp()'); // a page shows twenty that are open, each test's own
});

const http = () => supertest(orders.app.getHttpServer());
/** A household of its own for each test, with its link. */
let household: string;
let link: string;
beforeEach(async () => {
  household = await orders.householdAt(rooms.pop() ?? '');
  link = await linkOf(orders.admin, community, household);
});

const page = (t = link) => http().get(`/api/home?t=${t}`);
const press = (form: Record<string, string>, t = link) => http().post(`/api/home?t=${t}`).type('form').send(form);
/** What the form says that its page was made of, before anything is filled in. */
const madeOf = async (run: string): Promise<string> => revisionIn((await page()).text, run);
const revisionIn = (text: string, run: string): string =>
  new RegExp(`name="run" value="${run}"><input type="hidden" name="revision" value="(\\w*)"`).exec(text)?.[1] ?? '';
const ordering = async (run: string, portions: string, remark = '', revision?: string) =>
  press({ answer: 'order', run, revision: revision ?? (await madeOf(run)), 'portions|SC01': portions, remark });
const ordered = async (status: number, ...form: Parameters<typeof ordering>) => {
  const answer = await ordering(...form);
  expect(answer.status).toBe(status);
  return answer;
};
interface Order {
  readonly id: string;
  readonly items: Record<string, number>;
  readonly way: string;
  readonly state: string;
}
const ordersOf = async (run: string): Promise<Order[]> => {
  const { body } = await orders.call<{ items: Order[] }>('GET', `/supply-runs/${run}/orders?household=${household}`);
  return body.items;
};
/** By the API, as whoever the gateway has found by the link. */
const atHome = (method: 'get' | 'post' | 'patch', path: string, body?: object, of = household) => {
  const request = {
    get: (address: string) => http().get(address),
    post: (address: string) => http().post(address),
    patch: (address: string) => http().patch(address),
  }[method](`/api${path}`);
  const headers = acting(`${community}/household:${of}`, [{ role: 'household', scope: { household: of } }]);
  const asked = request.set(headers).set('Idempotency-Key', randomUUID());
  return body ? asked.send(body) : asked;
};

describe('the page of a household', () => {
  test('orders, changes and withdraws by its form, and pressed twice says nothing twice', async () => {
    const run = await openRun(orders);
    expect((await page().expect(200)).text).toContain('可以下单');
    expect((await ordered(200, run, '2')).text).toContain('记下了');
    await ordered(200, run, '2');
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 2 }, way: 'self', state: 'open' }]);
    await ordered(200, run, '1');
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 1 } }]);
    expect((await press({ answer: 'withdraw', run }).expect(200)).text).toContain('已退单');
    expect(await ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('pressed ten times at once is one order', async () => {
    const run = await openRun(orders);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ordering(run, '2')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 2 } }]);
  });

  test('runs nothing, keeps nothing, tells nobody where it was, and takes a remark as words', async () => {
    const run = await openRun(orders);
    const remark = '<script>alert("x")</script><img src=x onerror=alert(1)>" autofocus onfocus="alert(2)';
    const answer = await ordered(200, run, '1', remark);
    for (const { text, headers } of [answer, await page()]) {
      expect(text).not.toMatch(/<script|<img|" autofocus|href=/i);
      expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)');
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    }
  });

  test('says what was refused, by the rules of every order, and keeps what was typed', async () => {
    const run = await openRun(orders);
    const over = await ordered(409, run, '99', '放门口');
    expect(over.text).toContain('每户限购');
    expect(over.text).toContain('value="99"');
    expect(over.text).toContain('value="放门口"');
    expect((await ordered(422, run, '两份')).text).toContain('不是份数');
    expect((await ordered(422, run, '')).text).toContain('还没有填份数');
    await orders.admin.query(`UPDATE orders.supply_runs SET cut_off_at = now() - interval '1 second' WHERE run_id = $1`, [run]);
    expect((await ordered(409, run, '1')).text).toContain('已经截单');
    expect(await ordersOf(run)).toEqual([]);
  });

  test('that is old says what was changed meanwhile, and writes nothing over it; pressed again it does', async () => {
    const run = await openRun(orders);
    const [unopened, old] = [await madeOf(run), await ordered(200, run, '2', '放门口')];
    const seen = revisionIn(old.text, run);
    const [order] = await ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { items: { SC01: 1 }, remark: '打电话' });
    for (const revision of [seen, unopened]) {
      const { text } = await ordered(409, run, '2', '新的话', revision);
      expect(text).toContain('改过了');
      expect([text.includes('value="打电话"'), text.includes('value="1"'), text.includes('新的话')]).toEqual([true, true, false]);
    }
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 1 } }]);
    const { text } = await ordered(409, run, '2', '新的话', seen);
    await ordered(200, run, '2', '新的话', revisionIn(text, run));
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 2 } }]);
  });

  test('that is old orders nothing anew where all was withdrawn meanwhile', async () => {
    const run = await openRun(orders);
    const seen = revisionIn((await ordered(200, run, '2')).text, run);
    await press({ answer: 'withdraw', run }).expect(200);
    await ordered(409, run, '1', '', seen);
    expect(await ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('stays as old as it was while what is typed is corrected', async () => {
    const run = await openRun(orders);
    const seen = revisionIn((await ordered(200, run, '2')).text, run);
    const [order] = await ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { items: { SC01: 1 } });
    const { text } = await ordered(422, run, '两份', '', seen);
    await ordered(409, run, '2', '', revisionIn(text, run));
  });

  test('takes a remark as long as any, and says in its own language that one is longer', async () => {
    const run = await openRun(orders);
    const remark = '长'.repeat(500);
    await ordered(200, run, '1');
    const [order] = await ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { remark });
    await ordered(200, run, '2', remark);
    const { text } = await ordered(422, run, '1', `${remark}长`);
    expect(text).toContain('备注最多写 500 个字');
    expect(text.replaceAll(/<small[^]*?<\/small>/g, '')).not.toMatch(/remark is|characters/);
  });

  test('shows the pickup code once there is one, and none before, nor when all is fetched', async () => {
    const run = await openRun(orders);
    await ordered(200, run, '2');
    const [order] = await ordersOf(run);
    expect((await page()).text).not.toContain('取货码（');
    const show = (left: number, point: string) =>
      orders.admin.query(`INSERT INTO ${logisticsViews.pickupCodes} VALUES ($1, $2, $3, '482915', $4, $5, $6)`, [
        community,
        run,
        order?.id,
        left,
        2 - left,
        point,
      ]);
    await show(2, 'open');
    expect((await page()).text).toMatch(/现在可以取[^]*482915/);
    await orders.admin.query(`DELETE FROM ${logisticsViews.pickupCodes} WHERE order_id = $1`, [order?.id]);
    await show(0, 'open');
    const { text } = await page();
    expect([text.includes('482915'), text.includes('都取走了')]).toEqual([false, true]);
  });

  test('has neither the runs of another compound nor anything of neighbours', async () => {
    const other = await openRun(orders, { compound: 'YF' });
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    await orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold: neighbour, items: { SC01: 1 }, remark: '邻居的话' });
    const { text } = await page().expect(200);
    expect(text).not.toContain(other);
    expect(text).not.toMatch(/邻居的话|户下单|共 \d+ 户/);
    expect((await press({ answer: 'order', run: other, 'portions|SC01': '1' }).expect(422)).text).toContain('不能订这个批次');
  });

  test('of a link that is revoked, made up, a session’s or for a household that is gone says the same', async () => {
    const gone = await linkOf(orders.admin, community, randomUUID());
    const revoked = link;
    await orders.admin.query(`DELETE FROM ${membersViews.householdLinks} WHERE household = $1`, [household]);
    const secret = revoked.split('.').at(-1) ?? '';
    const run = await openRun(orders);
    for (const t of [revoked, `${community}.home.${'A'.repeat(43)}`, `${community}.${secret}`, 'x']) {
      expect((await page(t).expect(404)).text).toContain('这条链接打不开了');
      expect((await press({ answer: 'order', run, 'portions|SC01': '1' }, t).expect(404)).text).toContain('这条链接打不开了');
    }
    await page(gone).expect(404);
    expect(await ordersOf(run)).toEqual([]);
  });

  test('leaves a trace in the household’s name, through the channel of links', async () => {
    const run = await openRun(orders);
    await ordered(200, run, '1');
    const { rows } = await orders.admin.query('SELECT actor, channel FROM orders.audit_entries WHERE actor = $1', [
      `household:${household}`,
    ]);
    expect(rows).toEqual([{ actor: `household:${household}`, channel: 'link' }]);
  });
});

describe('a household by the API', () => {
  test('sees what is its own now', async () => {
    const run = await openRun(orders);
    const placed = await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: household, items: { SC01: 2 } }).expect(201);
    expect(placed.body).toMatchObject({ way: 'self', paidBy: household });
    const { body } = await atHome('get', '/home/now').expect(200);
    expect(body).toMatchObject({ household, compoundName: '蓝天花园', balanceFen: 0 });
    const mine = body.runs.find(({ id }: { id: string }) => id === run);
    expect(mine).toMatchObject({
      ordering: true,
      order: { id: placed.body.id, lines: [{ bundle: 'SC01', portions: 2, allocated: null }], pickup: null },
    });
    expect(Object.keys(mine.bundles[0])).not.toContain('ordered');
    await atHome('get', `/orders/${placed.body.id}`).expect(200);
    await atHome('patch', `/orders/${placed.body.id}`, { items: { SC01: 1 } }).expect(200);
    await atHome('post', `/orders/${placed.body.id}/cancel`, {}).expect(200);
  });

  test('whose order a neighbour pays for may have less of it, and nothing more at their cost, by the page neither', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    const asked = { forHousehold: household, paidBy: neighbour, items: { SC01: 1, RL01: 1 }, remark: '' };
    const { body: placed } = await orders.call<Order>('POST', `/supply-runs/${run}/orders`, asked);
    const change = (body: object) => atHome('patch', `/orders/${placed.id}`, body);
    const dearer = [{ items: { SC01: 2 } }, { items: { JD01: 1 } }, { items: { SC01: 0, JD01: 1 } }, { substitutes: { SC01: true } }];
    for (const body of dearer) expect([body, (await change(body)).body.code]).toEqual([body, 'another-pays']);
    expect((await ordered(403, run, '2')).text).toContain('别家付款');
    expect(await ordersOf(run)).toMatchObject([{ items: { SC01: 1, RL01: 1 }, paidBy: neighbour }]);
    expect((await change({ items: { RL01: 0 }, substitutes: { SC01: false }, remark: '放门口' }).expect(200)).body.items).toEqual({
      SC01: 1,
    });
    await change({ paidBy: household, items: { SC01: 2 } }).expect(200); // whoever pays it themselves may have more
    await atHome('post', `/orders/${placed.id}/cancel`, {}).expect(200);
  });

  test('that a neighbour pays for is withdrawn by the household, too', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    await orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold: household, paidBy: neighbour, items: { SC01: 1 } });
    await press({ answer: 'withdraw', run }).expect(200);
    expect(await ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('chooses neither door nor gate nor who else may collect: that is as it is registered', async () => {
    const run = await openRun(orders);
    const { body: detail } = await orders.call<{ pickupPoints: { id: string }[] }>('GET', `/supply-runs/${run}`);
    const [pickupPointId] = detail.pickupPoints.map(({ id }) => id);
    const wishes = [{ fulfilment: 'to-door' }, { pickupPointId }, { mayCollect: [household] }];
    for (const wish of wishes)
      expect((await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: household, items: { SC01: 1 }, ...wish })).body.code).toBe(
        'not-by-this-link',
      );
    expect(await ordersOf(run)).toEqual([]);
    const { body: placed } = await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: household, items: { SC01: 1 } }).expect(
      201,
    );
    for (const wish of wishes) expect((await atHome('patch', `/orders/${placed.id}`, wish).expect(403)).body.code).toBe('not-by-this-link');
    const [order] = await ordersOf(run);
    expect(order).toEqual(placed);
  });

  test('learns nothing of another’s order, orders for nobody else, pays by nobody else, and says nothing in another’s name', async () => {
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    const { body: theirs } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
      forHousehold: neighbour,
      items: { SC01: 1 },
    });
    const [seen, nothing] = [await atHome('get', `/orders/${theirs.id}`), await atHome('get', `/orders/${randomUUID()}`)];
    const said = ({ status, body: { correlationId: _, ...body } }: typeof seen) => ({ status, body });
    expect(said(seen)).toEqual(said(nothing));
    expect(seen.status).toBe(404);
    const refusals = [
      await atHome('patch', `/orders/${theirs.id}`, { items: { SC01: 0 } }),
      await atHome('post', `/orders/${theirs.id}/cancel`, {}),
      await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: neighbour, items: { SC01: 1 } }),
      await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: household, paidBy: neighbour, items: { SC01: 1 } }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(refusals.map(() => [404, 'not-there']));
    const inTheirName = { forHousehold: household, placedBy: neighbour, items: { SC01: 1 } };
    expect((await atHome('post', `/supply-runs/${run}/orders`, inTheirName)).body.code).toBe('not-in-anothers-name');
  });

  test('reads neither runs, lists, prices paid nor books, as whoever has signed in does', async () => {
    const run = await openRun(orders);
    for (const path of ['', '/orders', '/money', '/shortages', '/purchase-list', '/public-account', '/group-texts/unpaid']) {
      const { status, body } = await atHome('get', `/supply-runs/${run}${path}`);
      expect([path, status === 403 || status === 404, body.runs]).toEqual([path, true, undefined]);
    }
    for (const path of ['/supply-runs', '/bundles', '/policies']) expect((await atHome('get', path)).body.code).toBe('not-yours');
    const paying = { paidBy: household, amountFen: 1, way: 'cash' };
    for (const asked of [atHome('post', `/supply-runs/${run}/close-ordering`, {}), atHome('post', `/supply-runs/${run}/payments`, paying)])
      expect(['not-yours', 'not-there']).toContain((await asked).body.code);
  });

  test('has what may be ordered before what waits for its books, however much of that there is, and of that the latest', async () => {
    const past: string[] = [];
    for (let day = 1; day <= 20; day += 1) {
      const run = await openRun(orders);
      await atHome('post', `/supply-runs/${run}/orders`, { forHousehold: household, items: { SC01: 1 } }).expect(201);
      await orders.admin.query(
        `UPDATE orders.supply_runs SET stage = 'settling', service_date = current_date - $2::integer WHERE run_id = $1`,
        [run, day],
      );
      past.push(run);
    }
    const run = await openRun(orders);
    const { body } = await atHome('get', '/home/now').expect(200);
    expect(body.runs.map(({ id }: { id: string }) => id)).toEqual([run, ...past.slice(0, 19)]);
  });

  test('whose other household was merged into it has the order of both, and only it', async () => {
    const run = await openRun(orders);
    const other = await shareRoom(orders.admin, household);
    const { body: placed } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
      forHousehold: other,
      items: { SC01: 1 },
    });
    expect((await atHome('get', `/orders/${placed.id}`)).status).toBe(404);
    await mergeInto(orders.admin, other, household);
    const { body } = await atHome('get', '/home/now').expect(200);
    expect(body.runs.find(({ id }: { id: string }) => id === run).order).toMatchObject({ id: placed.id });
  });
});

describe('a household for which a neighbour may order', () => {
  let other: string;
  const lets = (who: string, by: string, may: { collect?: boolean; order?: boolean }) =>
    orders.admin.query(
      `INSERT INTO ${membersViews.proxies} (community_id, household_id, person, other, may_collect, may_order) VALUES ($1, $2, NULL, $3, $4, $5)`,
      [community, who, by, may.collect ?? false, may.order ?? false],
    );
  const ends = (who: string) => orders.admin.query(`DELETE FROM ${membersViews.proxies} WHERE household_id = $1`, [who]);
  const placing = (run: string, body: object = {}) =>
    atHome('post', `/supply-runs/${run}/orders`, { forHousehold: other, items: { SC01: 1 }, ...body });
  beforeEach(async () => {
    other = await orders.householdAt(rooms.pop() ?? '');
    await lets(other, household, { order: true });
  });

  test('has its order placed, shown, changed and withdrawn by that one’s link, in whose name it stands', async () => {
    const run = await openRun(orders);
    const { body: placed } = await placing(run).expect(201);
    expect(placed).toMatchObject({ forHousehold: other, placedByHousehold: household, way: 'proxy', paidBy: other });
    await atHome('get', `/orders/${placed.id}`).expect(200);
    await atHome('patch', `/orders/${placed.id}`, { items: { SC01: 2 }, remark: '放门口' }).expect(200);
    await atHome('patch', `/orders/${placed.id}`, { paidBy: household }).expect(200);
    expect((await atHome('get', `/orders/${placed.id}`, undefined, other).expect(200)).body).toMatchObject({ paidBy: household });
    expect((await atHome('patch', `/orders/${placed.id}`, { items: { SC01: 3 } }, other)).body.code).toBe('another-pays');
    await atHome('post', `/orders/${placed.id}/cancel`, {}).expect(200);
    expect((await placing(run, { paidBy: household, placedBy: household }).expect(201)).body).toMatchObject({ paidBy: household });
  });

  test('is seen by that one’s link with what is ordered, without what it owes, and with its code only where that one collects', async () => {
    const run = await openRun(orders);
    const { body: placed } = await placing(run).expect(201);
    await orders.admin.query(`INSERT INTO ${logisticsViews.pickupCodes} VALUES ($1, $2, $3, '482915', 1, 0, 'open')`, [
      community,
      run,
      placed.id,
    ]);
    const seen = async () => (await atHome('get', `/home/now?household=${other}`).expect(200)).body;
    const orderIn = ({ runs }: { runs: { id: string; order: object }[] }) => runs.find(({ id }) => id === run)?.order;
    const first = await seen();
    expect(first).toMatchObject({ household: other, balanceFen: null, ordersFor: [] });
    expect(orderIn(first)).toMatchObject({ id: placed.id, pickup: null });
    await lets(other, household, { collect: true });
    expect(orderIn(await seen())).toMatchObject({ pickup: { code: '482915' } });
    expect((await atHome('get', '/home/now').expect(200)).body).toMatchObject({
      balanceFen: 0,
      ordersFor: [{ household: other, compoundName: '蓝天花园' }],
    });
  });

  test('keeps its remark to itself: that one neither reads it nor wipes it, and replaces it only by another', async () => {
    const run = await openRun(orders);
    const { body: placed } = await orders.call<Order>('POST', `/supply-runs/${run}/orders`, {
      ...{ forHousehold: other, items: { SC01: 1 }, remark: '胰岛素放冰箱' },
    });
    const orderIn = ({ runs }: { runs: { id: string; order: { remark: string | null } }[] }) => runs.find(({ id }) => id === run)?.order;
    const seen = async (by: string) =>
      orderIn((await atHome('get', `/home/now?household=${other}`, undefined, by).expect(200)).body)?.remark;
    const look = async () => (await press({ answer: 'look', for: other }).expect(200)).text;
    expect([await seen(household), await seen(other), (await look()).includes('胰岛素')]).toEqual([null, '胰岛素放冰箱', false]);

    const typed = async (portions: string, remark: string) => {
      const form = { answer: 'order', run, for: other, revision: revisionIn(await look(), run), 'portions|SC01': portions, remark };
      for (let pressed = 0; pressed < 2; pressed += 1) await press(form).expect(200);
    };
    await typed('2', '');
    await atHome('patch', `/orders/${placed.id}`, { items: { SC01: 1 }, remark: '' }).expect(200);
    expect(await seen(other)).toBe('胰岛素放冰箱');
    await typed('2', '放门口');
    expect([await seen(household), await seen(other)]).toEqual([null, '放门口']);
    await atHome('patch', `/orders/${placed.id}`, { remark: '' }, other).expect(200);
    expect(await seen(other)).toBe('');
  });

  test('pays for nothing but its own, and is nobody else’s to order for, nor any longer than it lets', async () => {
    const run = await openRun(orders);
    const third = await orders.householdAt(rooms.pop() ?? '');
    await lets(third, household, { collect: true });
    const own = { forHousehold: household, items: { SC01: 1 } };
    const notThere = [
      await atHome('post', `/supply-runs/${run}/orders`, { ...own, paidBy: other }),
      await placing(run, { paidBy: third }),
      await placing(run, { forHousehold: third }),
      await atHome('post', `/supply-runs/${run}/orders`, own, other),
      await atHome('get', `/home/now?household=${third}`),
    ];
    expect(notThere.map(({ body }) => body.code)).toEqual(['not-there', 'not-there', 'not-there', 'not-there', 'not-there']);
    expect((await placing(run, { placedBy: other })).body.code).toBe('not-in-anothers-name');
    expect((await placing(run, { mayCollect: [household] })).body.code).toBe('not-by-this-link');
    const { body: placed } = await placing(run).expect(201);
    await ends(other);
    const gone = [
      await atHome('get', `/orders/${placed.id}`),
      await atHome('patch', `/orders/${placed.id}`, { items: { SC01: 2 } }),
      await atHome('post', `/orders/${placed.id}/cancel`, {}),
      await atHome('get', `/home/now?household=${other}`),
      await placing(await openRun(orders)),
    ];
    expect(gone.map(({ body }) => body.code)).toEqual(gone.map(() => 'not-there'));
  });

  test('pays no more by that one’s link where a third one pays', async () => {
    const run = await openRun(orders);
    const third = await orders.householdAt(rooms.pop() ?? '');
    const asked = { forHousehold: other, paidBy: third, items: { SC01: 1 } };
    const { body: placed } = await orders.call<Order>('POST', `/supply-runs/${run}/orders`, asked);
    expect((await atHome('patch', `/orders/${placed.id}`, { items: { SC01: 2 } })).body.code).toBe('another-pays');
  });

  test('has a page on that one’s link, with the same forms', async () => {
    const run = await openRun(orders);
    const own = await page().expect(200);
    expect(own.text).toContain(`name="for" value="${other}"`);
    expect(own.text).toMatch(/替 蓝天花园 .+ 下单/u);
    const look = { answer: 'look', for: other };
    const before = await press(look).expect(200);
    expect([before.text.includes('代下单：'), before.text.includes('往来'), before.text.includes('href=')]).toEqual([true, false, false]);
    const form = { answer: 'order', run, for: other, revision: '', 'portions|SC01': '2' };
    expect((await press(form).expect(200)).text).toContain('代下单：');
    const { body } = await orders.call<{ items: Order[] }>('GET', `/supply-runs/${run}/orders?household=${other}`);
    expect(body.items).toMatchObject([{ items: { SC01: 2 }, way: 'proxy', placedByHousehold: household }]);
    expect(await ordersOf(run)).toEqual([]);
    await press({ answer: 'withdraw', run, for: other }).expect(200);
    await ends(other);
    const refused = await press(look).expect(403);
    expect([refused.text.includes('不能替这一户下单'), refused.text.includes('往来')]).toEqual([true, true]);
    await press({ ...form, for: randomUUID() }).expect(403);
    await press({ ...form, for: 'x' }).expect(400);
  });
});
