import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { acting } from '@jielong/testing';
import { type Bench, bench } from '../../spec/bought-run.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

it('tells a group who gets less and who has not paid, by room and without names', async () => {
  const run = await all.open({
    orders: [
      ['1-1-101', { SC01: 2 }],
      ['1-1-102', { SC01: 1 }],
      ['4-1-101', { SC01: 1 }],
    ],
  });
  const textOf = async (which: string) => (await all.service.call<string>('GET', `${run.path}/group-texts/${which}`)).body;
  expect(await textOf('short')).toContain('还没有分配');
  expect(await textOf('unpaid')).toContain('收齐了');
  await run.lock();
  await run.purchase({ bought: { SC01: { portions: 3 } } });
  await run.allocate(0);
  expect(await textOf('short')).toMatch(/有 1 户少了\n1栋1单元101 蔬菜包订 2 份，有 1 份\n/);
  const paidBy = await all.service.householdAt('1-1-102');
  await all.service.call('POST', `${run.path}/payments`, { paidBy, amountFen: 2_000, way: 'cash' });
  expect(await textOf('unpaid')).toMatch(
    /还有 3 户没有付清，共 70\.00 元\n1栋1单元101 30\.00 元\n1栋1单元102 10\.00 元\n4栋1单元101 30\.00 元\n/,
  );
  const response = await fetch(`${await all.service.app.getUrl()}/api${run.path}/group-texts/unpaid`, {
    headers: { ...acting('sample/S001') },
  });
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect((await all.service.call('GET', '/supply-runs/0193a1b2-0000-7000-8000-000000000009/group-texts/unpaid')).status).toBe(404);
});

it('asks nobody for what the credit of another run covers', async () => {
  const orders = [['2-1-101', { SC01: 1 }]] as const;
  const first = await all.open({ orders });
  const paidBy = await all.service.householdAt('2-1-101');
  await all.service.call('POST', `${first.path}/payments`, { paidBy, amountFen: 3_500, way: 'cash', prepaid: true });
  const second = await all.open({ orders });
  for (const run of [first, second]) {
    await run.lock();
    await run.purchase();
    await run.allocate(0);
  }
  const { body } = await all.service.call<string>('GET', `${second.path}/group-texts/unpaid`);
  expect(body).toContain('2栋1单元101 25.00 元');
});
