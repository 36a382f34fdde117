import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { membersViews } from '@jielong/members-contract';
import { inCommunity, openPendingStep } from '@jielong/platform';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { bench, type Bench } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

let all: Bench;
let link: string;
beforeAll(async () => {
  all = await bench();
  const { admin, app, call } = all.service;
  await admin.query(`INSERT INTO ${membersViews.people} (community_id, code, active) VALUES ($1, 'S004', true)`, [community]);
  await admin.query(
    `INSERT INTO ${membersViews.roles} (community_id, code, role, scope) VALUES ($1, 'S004', 'purchaser', '示范保供超市')`,
    [community],
  );
  const run = await all.open({
    orders: [
      ['1-1-101', { SC01: 2, JD01: 1 }],
      ['1-1-102', { SC01: 1 }],
    ],
  });
  await run.lock();
  const [purchase] = (await admin.query<{ purchase_id: string }>('SELECT purchase_id FROM orders.purchases LIMIT 1')).rows;
  const process = `purchase:${purchase?.purchase_id ?? ''}`;
  await inCommunity(app.get(DataSource), community, (tx) =>
    openPendingStep(tx, {
      processId: process,
      step: 'confirmPurchase',
      at: purchase?.purchase_id,
      role: 'purchaser',
      dueAt: new Date().toISOString(),
    }),
  );
  const made = await call<{ link: string }>('POST', '/steps/orders/links', { process, step: 'confirmPurchase', person: 'S004' });
  link = made.body.link;
});
afterAll(() => all.stop());

const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;
const http = () => supertest(all.service.app.getHttpServer());
const press = (form: Record<string, string>) => http().post(pathOf(link)).type('form').send(form);

test('a purchaser sees what is to be bought, where, and for whom, and no price of a household', async () => {
  const { text } = await http().get(pathOf(link)).expect(200);
  for (const said of ['采购员登记采购', '示范保供超市', '蓝天花园', '小票号', '3 份']) expect(text).toContain(said);
  expect(text).not.toMatch(/<script|1-1-101|101/);
});

test('without the number of a receipt, or why there is none, the page asks for it', async () => {
  const { text } = await press({ answer: 'as-expected' }).expect(422);
  expect(text).toContain('请填小票号');
});

test('while nobody can take it, the page says so, and what was typed is still there', async () => {
  const { text } = await press({ answer: 'differs', 'portions|SC01': '2', receipt: 'No. 7' }).expect(503);
  expect(text).toContain('请稍后原样重发');
  expect(text).toContain('value="No. 7"');
  expect(text).toContain('value="2"');
}, 30_000);
