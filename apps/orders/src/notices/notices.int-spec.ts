import { afterAll, beforeAll, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { publishLogistics } from '../../spec/logistics-views.js';
import { community, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService((database) => publishLogistics(database.url('logistics', 'owner')));
}, 60_000);
afterAll(() => orders.stop());

const notice = (path: string) => supertest(orders.app.getHttpServer()).get(`/api/notices/${path}`);

test('everybody reads when and where, with a code that leads to the same page, and nothing of who or how much', async () => {
  const run = await openRun(orders);
  const household = await orders.householdAt('4-1-101');
  await orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold: household, items: { SC01: 2 }, remark: '三楼' });
  const { text, headers } = await notice(`${community}/LT`).expect(200);
  for (const said of ['蓝天花园', '截单', '预计取货', '南门', '可以下单', '<svg class="qr"']) expect(text).toContain(said);
  for (const hidden of [run, household, '三楼', '4栋', '101', '蔬菜包', ' 元', ' 户', '<script', '<form'])
    expect(text).not.toContain(hidden);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
});

test('a run that is over stands there no more', async () => {
  const run = await openRun(orders, { compound: 'YF' });
  expect((await notice(`${community}/YF`)).text).toContain('可以下单');
  await orders.admin.query(`UPDATE orders.supply_runs SET stage = 'cancelled' WHERE run_id = $1`, [run]);
  expect((await notice(`${community}/YF`)).text).toContain('现在没有团购');
});

test('of a compound or community that is not there says that there is none, and no more', async () => {
  for (const path of [`${community}/XX`, 'elsewhere/LT']) expect((await notice(path).expect(404)).text).toContain('没有这个小区的公告');
  await notice(`${community}/${'X'.repeat(40)}`).expect(400);
  await notice(`${encodeURIComponent("a' OR 1")}/LT`).expect(400);
});
