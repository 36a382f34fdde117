import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { GoodDay, isToDoor, portionsOf, roomOf, type Opening } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { Goods, Run } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

const four = ['SC01', 'RL01', 'SG01', 'JD01'].map((code) => ({ code }));
/** The cut-off is over: the run starts in confirming, where chains still go in. */
const opening = (over: Partial<Opening> = {}): Opening => ({
  compound: 'LT',
  gateCaptain: 'D001',
  serviceDate: daysAhead(1),
  cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  bundles: four,
  ...over,
});
const signUps = (name: string) => `samples/signups/${name}`;

test('Yunfei Court: 64 portions from the chain to closed books', async () => {
  const day = await GoodDay.open(office, opening({ compound: 'YF', gateCaptain: 'D010' }));
  expect(await day.signUp(signUps('yunfei-court-clean.txt'))).toMatchObject({ held: [] });
  expect(await day.show()).toMatchObject({ stage: 'confirming', portions: 64, households: 29 });
  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.load();
  const { pickupPoints } = await day.handOver();
  const point = pickupPoints[0]?.id ?? '';
  for (const order of await day.pickupOrders()) {
    await (isToDoor(order) ? day.deliver(order.orderId, 'delivered', 'household') : day.give(point, { room: roomOf(order) }));
  }
  await day.closePickup();
  expect(await day.settle()).toMatchObject({ stage: 'closed' });
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  const { balances } = await day.custody();
  const held = balances.filter(({ place, portions }) => place.kind === 'household' && portions > 0);
  expect(held.reduce((sum, { portions }) => sum + portions, 0)).toBe(64);
});

test('Lantian Garden: 176 ordered, 174 bought, one damaged; the losers are named and credited, the rest is disposed of', async () => {
  const day = await GoodDay.open(office, opening());
  await day.signUp(signUps('lantian-garden-170.txt'), signUps('lantian-garden-170.answers.json'));
  expect(await day.show()).toMatchObject({ portions: 176, households: 84, moneyFen: 651_700 });
  await day.lock();
  await day.purchase({ RL01: { portions: 38 }, JD01: { portions: 55 } });
  await day.allocated();
  const first = await day.allocation(1);
  expect(first.short.map(({ bundle }) => bundle).sort()).toEqual(['JD01', 'RL01']);
  await day.load();
  await day.handOver({ lines: [{ bundle: 'SC01', damaged: 1 }] });
  const second = await day.allocation(2);
  expect(second.short.filter(({ bundle }) => bundle === 'SC01')).toHaveLength(1);
  expect(await auditor.broken(day.runId)).toEqual({});

  const orders = await day.pickupOrders();
  const { pickupPoints } = await day.goods();
  const point = pickupPoints[0]?.id ?? '';
  const home = orders.filter(isToDoor);
  expect(home).toHaveLength(5);
  const coming = orders.filter((order) => !isToDoor(order) && portionsOf(order) > 0);
  const [stay, ...come] = coming;
  const [offline, online] = [come.slice(0, 20), come.slice(20)];
  for (const [i, order] of online.entries()) await day.give(point, i % 2 ? { code: order.code } : { room: roomOf(order) });
  const scans = offline.map(({ token }) => ({
    scanId: randomUUID(),
    givenAt: new Date().toISOString(),
    run: day.runId,
    pointId: point,
    by: { token },
  }));
  const batch = { deviceId: 'gate-phone-1', scans };
  const { answers } = await day.gateCaptain.post<{ answers: { status: string }[] }>('/pickups/batch', batch);
  expect(answers.map(({ status }) => status)).toEqual(scans.map(() => 'recorded'));
  for (const order of home) await day.deliver(order.orderId, 'left-at-door');
  await day.closePickup();
  expect((await day.goods()).inFlight).toBe((stay ? portionsOf(stay) : 0) + 1);
  await day.dispose();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await day.money()).toMatchObject({ balanced: true });
});

test('only lock, purchase, close and settlement are reported: what lies between is booked as assumed', async () => {
  const day = await GoodDay.open(office, opening({ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(2) }));
  await day.signUp(signUps('yunfei-court-clean.txt'));
  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  const assumed = await auditor.rows(
    `SELECT DISTINCT step, entered_by FROM logistics.custody_movements WHERE run_id = $1 AND evidence = 'assumed' ORDER BY step`,
    [day.runId],
  );
  expect(assumed).toEqual([
    { step: 'confirmHandoff', entered_by: 'D010' },
    { step: 'confirmLoading', entered_by: 'D010' },
  ]);
});

/** A bundle of which more than one portion is ordered. */
async function severalOf(day: GoodDay): Promise<{ code: string; ordered: number }> {
  const found = (await day.show()).bundles.find(({ ordered }) => ordered > 1);
  if (!found) throw new Error('nobody has ordered anything twice');
  return found;
}
const tripsPlanned = (day: GoodDay) => office.until<Goods>(`${day.path}/goods`, ({ trips }) => trips.length > 0);

test('goods that come as expected wait for nobody: a shortage that was not approved takes effect at the gate', async () => {
  const policies = { approveShortages: true };
  const day = await GoodDay.open(office, opening({ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(3), policies }));
  await day.signUp(signUps('yunfei-court-clean.txt'));
  await day.lock();
  const { code, ordered } = await severalOf(day);
  await day.purchase({ [code]: { portions: ordered - 1 } });
  await office.until<Run>(day.path, ({ allocation }) => allocation.version === 1 && !allocation.effective);
  await day.load();
  expect((await day.handOver()).allocationVersion).toBe(1);
  expect((await day.allocation(1)).short).toHaveLength(1);
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});

test('a shortage that a person approves is promised to nobody before, and takes effect then', async () => {
  const policies = { approveShortages: true };
  const day = await GoodDay.open(office, opening({ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(51), policies }));
  await day.signUp(signUps('yunfei-court-clean.txt'));
  await day.lock();
  const { code, ordered } = await severalOf(day);
  await day.purchase({ [code]: { portions: ordered - 1 } });
  await histories.asks(`supply-run:${day.runId}`, 'approveAllocation');
  expect(await day.goods()).toMatchObject({ allocationVersion: 0 });
  await office.report(`${day.path}/allocation-approval`, { version: 1 });
  expect((await day.allocated()).allocationVersion).toBe(1);
  expect((await day.allocation(1)).short).toHaveLength(1);
  await day.load();
  await day.handOver();
  await day.end();
  await histories.record(day, 'approved-shortage');
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});

test('a late purchase that contradicts the count of the loaders is refused, and nothing of it is written', async () => {
  const day = await GoodDay.open(office, opening({ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(4) }));
  await day.signUp(signUps('yunfei-court-clean.txt'));
  await day.lock();
  const { code, ordered } = await severalOf(day);
  await tripsPlanned(day);
  await day.load({ lines: [{ bundle: code, portions: ordered }], departed: true });
  await day.allocated();
  const { purchases } = await day.show();
  for (const { id } of purchases) await histories.over(`purchase:${id}`); // booked as assumed: from now on the run hears for it
  const contradiction = day.purchase({ [code]: { portions: ordered - 1 } });
  await expect(contradiction).rejects.toMatchObject({ status: 409, problem: { code: 'more-than-held' } });
  const written = `SELECT FROM orders.reports WHERE step = 'confirmPurchase' AND runs @> ARRAY[$1::uuid]`;
  expect(await auditor.rows(written, [day.runId])).toEqual([]);
  await day.purchase();
  expect(await auditor.broken(day.runId)).toEqual({});
});
