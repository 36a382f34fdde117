import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logisticsViews } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { randomUUID } from 'node:crypto';
import { AtHome, revisionIn } from '../../spec/at-home.js';
import { publishLogistics } from '../../spec/logistics-views.js';
import { linkOf, singleRooms } from '../../spec/members-views.js';
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

describe('the page of a household', () => {
  test('orders, changes and withdraws by its form, and pressed twice says nothing twice', async () => {
    const run = await openRun(orders);
    expect((await home.page().expect(200)).text).toContain('可以下单');
    expect((await home.ordered(200, run, '2')).text).toContain('记下了');
    await home.ordered(200, run, '2');
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 2 }, way: 'self', state: 'open' }]);
    await home.ordered(200, run, '1');
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 1 } }]);
    expect((await home.press({ answer: 'withdraw', run }).expect(200)).text).toContain('已退单');
    expect(await home.ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('pressed ten times at once is one order', async () => {
    const run = await openRun(orders);
    const answers = await Promise.all(Array.from({ length: 10 }, () => home.ordering(run, '2')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 2 } }]);
  });

  test('runs nothing, keeps nothing, tells nobody where it was, and takes a remark as words', async () => {
    const run = await openRun(orders);
    const remark = '<script>alert("x")</script><img src=x onerror=alert(1)>" autofocus onfocus="alert(2)';
    const answer = await home.ordered(200, run, '1', remark);
    for (const { text, headers } of [answer, await home.page()]) {
      expect(text).not.toMatch(/<script|<img|" autofocus|href=/i);
      expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)');
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    }
  });

  test('says what was refused, by the rules of every order, and keeps what was typed', async () => {
    const run = await openRun(orders);
    const over = await home.ordered(409, run, '99', '放门口');
    expect(over.text).toContain('每户限购');
    expect(over.text).toContain('value="99"');
    expect(over.text).toContain('value="放门口"');
    expect((await home.ordered(422, run, '两份')).text).toContain('不是份数');
    expect((await home.ordered(422, run, '')).text).toContain('还没有填份数');
    await orders.admin.query(`UPDATE orders.supply_runs SET cut_off_at = now() - interval '1 second' WHERE run_id = $1`, [run]);
    expect((await home.ordered(409, run, '1')).text).toContain('已经截单');
    expect(await home.ordersOf(run)).toEqual([]);
  });

  test('that is old says what was changed meanwhile, and writes nothing over it; pressed again it does', async () => {
    const run = await openRun(orders);
    const [unopened, old] = [await home.madeOf(run), await home.ordered(200, run, '2', '放门口')];
    const seen = revisionIn(old.text, run);
    const [order] = await home.ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { items: { SC01: 1 }, remark: '打电话' });
    for (const revision of [seen, unopened]) {
      const { text } = await home.ordered(409, run, '2', '新的话', revision);
      expect(text).toContain('改过了');
      expect([text.includes('value="打电话"'), text.includes('value="1"'), text.includes('新的话')]).toEqual([true, true, false]);
    }
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 1 } }]);
    const { text } = await home.ordered(409, run, '2', '新的话', seen);
    await home.ordered(200, run, '2', '新的话', revisionIn(text, run));
    expect(await home.ordersOf(run)).toMatchObject([{ items: { SC01: 2 } }]);
  });

  test('that is old orders nothing anew where all was withdrawn meanwhile', async () => {
    const run = await openRun(orders);
    const seen = revisionIn((await home.ordered(200, run, '2')).text, run);
    await home.press({ answer: 'withdraw', run }).expect(200);
    await home.ordered(409, run, '1', '', seen);
    expect(await home.ordersOf(run)).toMatchObject([{ state: 'cancelled' }]);
  });

  test('stays as old as it was while what is typed is corrected', async () => {
    const run = await openRun(orders);
    const seen = revisionIn((await home.ordered(200, run, '2')).text, run);
    const [order] = await home.ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { items: { SC01: 1 } });
    const { text } = await home.ordered(422, run, '两份', '', seen);
    await home.ordered(409, run, '2', '', revisionIn(text, run));
  });

  test('takes a remark as long as any, and says in its own language that one is longer', async () => {
    const run = await openRun(orders);
    const remark = '长'.repeat(500);
    await home.ordered(200, run, '1');
    const [order] = await home.ordersOf(run);
    await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { remark });
    await home.ordered(200, run, '2', remark);
    const { text } = await home.ordered(422, run, '1', `${remark}长`);
    expect(text).toContain('备注最多写 500 个字');
    expect(text.replaceAll(/<small[^]*?<\/small>/g, '')).not.toMatch(/remark is|characters/);
  });

  test('shows the pickup code once there is one, and none before, nor when all is fetched', async () => {
    const run = await openRun(orders);
    await home.ordered(200, run, '2');
    const [order] = await home.ordersOf(run);
    expect((await home.page()).text).not.toContain('取货码（');
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
    expect((await home.page()).text).toMatch(/现在可以取[^]*482915/);
    await orders.admin.query(`DELETE FROM ${logisticsViews.pickupCodes} WHERE order_id = $1`, [order?.id]);
    await show(0, 'open');
    const { text } = await home.page();
    expect([text.includes('482915'), text.includes('都取走了')]).toEqual([false, true]);
  });

  test('has neither the runs of another compound nor anything of neighbours', async () => {
    const other = await openRun(orders, { compound: 'YF' });
    const run = await openRun(orders);
    const neighbour = await orders.householdAt(rooms.pop() ?? '');
    await orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold: neighbour, items: { SC01: 1 }, remark: '邻居的话' });
    const { text } = await home.page().expect(200);
    expect(text).not.toContain(other);
    expect(text).not.toMatch(/邻居的话|户下单|共 \d+ 户/);
    expect((await home.press({ answer: 'order', run: other, 'portions|SC01': '1' }).expect(422)).text).toContain('不能订这个批次');
  });

  test('of a link that is revoked, made up, a session’s or for a household that is gone says the same', async () => {
    const gone = await linkOf(orders.admin, community, randomUUID());
    const revoked = home.link;
    await orders.admin.query(`DELETE FROM ${membersViews.householdLinks} WHERE household = $1`, [home.household]);
    const secret = revoked.split('.').at(-1) ?? '';
    const run = await openRun(orders);
    for (const t of [revoked, `${community}.home.${'A'.repeat(43)}`, `${community}.${secret}`, 'x']) {
      expect((await home.page(t).expect(404)).text).toContain('这条链接打不开了');
      expect((await home.press({ answer: 'order', run, 'portions|SC01': '1' }, t).expect(404)).text).toContain('这条链接打不开了');
    }
    await home.page(gone).expect(404);
    expect(await home.ordersOf(run)).toEqual([]);
  });

  test('leaves a trace in the household’s name, through the channel of links', async () => {
    const run = await openRun(orders);
    await home.ordered(200, run, '1');
    const { rows } = await orders.admin.query('SELECT actor, channel FROM orders.audit_entries WHERE actor = $1', [
      `household:${home.household}`,
    ]);
    expect(rows).toEqual([{ actor: `household:${home.household}`, channel: 'link' }]);
  });
});
