import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { codes, GoodDay, householdAt } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { PickupOrder, Run } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const purchaser = office.as(codes.purchaser);
const pharmacy = '示范药店';
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => {
  [auditor, histories] = [await Auditor.open(), await Histories.open()];
  await withMasks();
});
afterAll(() => Promise.all([auditor.close(), histories.close()]));

/** The sample catalogue with one more bundle, which another supplier sells. */
async function withMasks(): Promise<void> {
  const [header = '', ...rows] = (await readFile('samples/catalogue.csv', 'utf8')).trimEnd().split('\r\n');
  const lines = [`${header},供应商`, ...rows.map((row) => `${row},`), `KZ01,口罩,口罩包,医用10只,包,0.1,15.00,2,否,,300,${pharmacy}`];
  const body = { files: [{ name: 'catalogue.csv', content: `${lines.join('\r\n')}\r\n` }] };
  await office.post('/imports/catalogue?mode=commit', body);
}
const taking = ({ lines }: PickupOrder): Record<string, number> =>
  Object.fromEntries(lines.map(({ bundle, portions }) => [bundle, portions]));

/** Households of Yunfei Court order from two suppliers; two take the substitute of what may be missing. Far apart, so that none remembers another. */
async function open(serviceDate: string): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    compound: 'YF',
    gateCaptain: 'D010',
    serviceDate,
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
    bundles: ['RL01', 'JD01', 'KZ01'].map((code) => ({ code })),
    minimumPortions: 1,
  });
  const orders = [
    ['1-1-101', { RL01: 2, KZ01: 1 }, { RL01: true }],
    ['1-1-102', { RL01: 1, JD01: 1 }, {}],
    ['2-1-101', { RL01: 1, KZ01: 2 }, { RL01: true }],
  ] as const;
  for (const [room, items, substitutes] of orders)
    await office.post(`${day.path}/orders`, { forHousehold: await householdAt(office, 'YF', room), items, substitutes });
  await day.lock();
  return day;
}

test('two suppliers, one short: its substitute is bought, one bus brings all of it, each household gets what it takes', async () => {
  const day = await open(daysAhead(31));
  const { purchases } = await day.show();
  expect(purchases.map(({ supplier }) => supplier).toSorted()).toEqual(['示范保供超市', pharmacy].toSorted());
  const [masks, market] = [
    purchases.find(({ supplier }) => supplier === pharmacy),
    purchases.find(({ supplier }) => supplier !== pharmacy),
  ];
  await office.report(`/purchases/${masks?.id}/purchase`, { receipt: { number: 'K-1' } });
  expect((await day.goods()).allocationVersion).toBe(0); // nothing is divided before both are in
  const bought = { RL01: { portions: 2 }, RL02: { portions: 1 } };
  await purchaser.report(`/purchases/${market?.id}/purchase`, { receipt: { number: 'M-1' }, bought });
  await day.allocated();
  await day.load();
  const goods = await day.handOver();
  const at = (room: string) =>
    day.pickupOrders().then((all) => all.find((order) => [order.building, order.unit, order.room].join('-') === room));
  const first = (await at('1-1-101')) as PickupOrder;
  expect(taking(first)).toEqual({ KZ01: 1, RL01: 1, RL02: 1 });
  expect(taking((await at('2-1-101')) as PickupOrder)).toEqual({ KZ01: 2 });
  await day.give(goods.pickupPoints[0]?.id ?? '', { code: first.code });
  expect(await auditor.broken(day.runId)).toEqual({});
  await day.end();
  await histories.record(day, 'two-suppliers');
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await office.get(`${day.path}/public-account`)).toMatchObject({
    purchases: [{ supplier: '示范保供超市' }, { supplier: pharmacy, portions: 3 }],
    bundles: expect.arrayContaining([expect.objectContaining({ bundle: 'RL01', ordered: 4, allocated: 2, substituted: 1 })]),
  });
});

test('wrong items in the boxes are sorted into what they are: whoever takes them has them, the others are told and not charged', async () => {
  const day = await open(daysAhead(64));
  await day.purchase();
  await day.allocated();
  await day.load();
  const point = (await day.handOver()).pickupPoints[0]?.id ?? '';
  const before = await day.show();
  const events = [{ what: 'sorted', at: 'pickup-point', bundle: 'RL01', portions: 2, into: { bundle: 'RL02', portions: 2 } }];
  await day.gateCaptain.report(`${day.path}/goods-events`, { events, reason: '两份肉箱里是鸡' });
  await day.allocated(before.allocation.version + 1);
  const orders = await day.pickupOrders();
  const sum = (bundle: string) => orders.reduce((all, order) => all + (taking(order)[bundle] ?? 0), 0);
  expect([sum('RL01'), sum('RL02')]).toEqual([2, 2]);
  for (const { code } of orders) await day.give(point, { code });
  await day.closePickup();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect((await office.get<Run>(day.path)).stage).toBe('closed');
});

test('a gift that nobody has ordered is a run of its own at no price: divided, fetched, and nobody owes for it', async () => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(130), minimumPortions: 1, bundles: [{ code: 'SC02', priceFen: 0 }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  for (const [room, portions] of [
    ['1-1-101', 2],
    ['1-1-102', 1],
  ] as const)
    await office.post(`${day.path}/orders`, { forHousehold: await householdAt(office, 'YF', room), items: { SC02: portions } });
  const { purchases } = await day.lock();
  await day.allocated(0); // logistics knows what is to be bought
  await office.report(`${day.path}/goods-events`, { events: [{ what: 'donated', at: 'supplier', bundle: 'SC02', portions: 2 }] });
  const nothingBought = { receipt: { noneBecause: '捐赠' }, bought: { SC02: { portions: 0 } } };
  await purchaser.report(`/purchases/${purchases[0]?.id ?? ''}/purchase`, nothingBought);
  await day.allocated();
  await day.load();
  const point = (await day.handOver()).pickupPoints[0]?.id ?? '';
  const orders = await day.pickupOrders();
  expect(orders.map(taking)).toEqual([{ SC02: 1 }, { SC02: 1 }]);
  for (const { code } of orders) await day.give(point, { code });
  await day.closePickup();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  const { balances } = await day.custody();
  expect(balances.map(({ place, portions }) => [place.kind, place.ref, portions]).toSorted()).toEqual([
    ['household', '', 2],
    ['source', 'donation', -2],
  ]);
  expect(await day.money()).toMatchObject({ chargesFen: 0, purchasesFen: 0, balanced: true });
});

test('goods of another run on the bus are passed on to it: whoever had lost theirs there has them back', async () => {
  const [own, other] = [await open(daysAhead(97)), await open(daysAhead(98))];
  for (const day of [own, other]) {
    await day.purchase();
    await day.allocated();
    await day.load();
  }
  const gate = (await own.handOver({ lines: [{ bundle: 'RL01', portions: 6, surplus: 2 }] })).pickupPoints[0]?.id ?? '';
  await other.handOver({ lines: [{ bundle: 'RL01', portions: 2, missing: 2 }] });
  await other.allocated(2);
  expect((await other.allocation(2)).short.map(({ bundle }) => bundle)).toEqual(['RL01', 'RL01']);
  const events = [{ what: 'passed-on', at: 'pickup-point', bundle: 'RL01', portions: 2, to: { run: other.runId, at: 'pickup-point' } }];
  await own.gateCaptain.report(`${own.path}/goods-events`, { events, reason: '装错车' });
  await other.allocated(3);
  expect((await office.get<Run>(other.path)).allocation).toMatchObject({ version: 3, effective: true });
  for (const day of [own, other]) {
    for (const { code } of await day.pickupOrders()) await day.give(gate, { code });
    expect(await auditor.broken(day.runId)).toEqual({});
    await day.end();
    expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  }
  await histories.record(other, 'passed-on');
});
