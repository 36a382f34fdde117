import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { pagesOf } from '@jielong/logistics-domain';
import { membersViews } from '@jielong/members-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { boughtIn, codeOf } from '../../spec/bought.js';
import { community, type Day, Warehouse, type Wish } from '../../spec/warehouse.js';
import { allPickupOrders } from '../pickups/pickup-orders.query.js';
import { readSheet } from '../sheets/sheet.query.js';
import { readPaper } from './read-paper.js';
import type { WrapUpAnswer, WrapUpBody } from './wrap-up.schema.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());

/** Bought and divided; household n lives in 1-1-n. */
async function bought(wish?: Wish): Promise<Day> {
  const day = await boughtIn(house, wish);
  for (const [i, { household_id: id }] of day.lines.entries()) {
    await house.rows(`INSERT INTO ${membersViews.households} (community_id, id, building, unit, room) VALUES ($1, $2, '1', '1', $3)`, [
      community,
      id,
      String(i + 1),
    ]);
  }
  await house.rows(`INSERT INTO ${ordersViews.runBundles} (community_id, run_id, bundle, name) VALUES ($1, $2, 'SC01', '蔬菜包')`, [
    community,
    day.run,
  ]);
  return day;
}
const read = (day: Day, pages: WrapUpBody['pages']): Promise<WrapUpAnswer> =>
  inCommunity(house.db, community, (tx) => readPaper(tx, day.run, { pages }));
const reportOf = (wrapUp: string, left?: Record<string, number>): LogisticsStepReport => ({
  reportId: `report-${randomUUID()}`,
  step: 'wrapUp',
  wrapUp,
  left,
  enteredBy: 'D001',
  doneBy: 'V001',
  channel: 'api',
  occurredAt: null,
  evidence: 'listed',
});
const handOut = (day: Day) => house.activities.handOutListed(community, day.run);

it('closes at once, and hands out to everybody who is not excepted when it is asked to, once', async () => {
  const day = await bought();
  const { id, households, exceptions } = await read(day, [{ text: '除 1-1-3 外都取了' }]);
  expect([households, exceptions]).toMatchObject([9, [{ room: '1栋1单元3', bundle: null }]]);
  const { goods, receipt } = await day.says(reportOf(id));
  expect(goods).toMatchObject({ wrapUp: id, handedOut: 0, points: [{ state: 'closed' }] });
  expect(receipt.assumed).toEqual(expect.arrayContaining([`closePickup@${day.points[0] ?? ''}`]));

  const answers = await Promise.all([handOut(day), handOut(day), handOut(day)]);
  expect(answers).toEqual(answers.map(() => expect.objectContaining({ wrapUp: null, handedOut: 9, inFlight: 1 })));
  expect(await day.held()).toEqual({ source: -10, household: 9, 'pickup-point': 1 });
  expect(await house.rows('SELECT FROM pickups WHERE run_id = $1', [day.run])).toHaveLength(9);
  expect(await day.breaches()).toEqual([]);
  await day.says(day.disposal());
  expect(await day.pointStates()).toEqual(['cleared']);
});

it('leaves what was picked up before as it is, and counts what is left afterwards', async () => {
  const day = await bought();
  await day.says(day.handoff());
  await day.pickUp(4);
  const { id, portions } = await read(day, [{ text: 'all except 1-1-9, 1-1-10' }]);
  expect(portions).toBe(4);
  await day.says(reportOf(id, { SC01: 1 }));
  await handOut(day);
  expect(await day.held()).toEqual({ source: -10, household: 8, missing: 1, 'pickup-point': 1 });
});

it('a door that is not excepted was delivered to, one that is was not', async () => {
  const day = await bought({ fulfilment: 'to-door' });
  const { id } = await read(day, [{ text: 'all except 1-1-1' }]);
  await day.says(reportOf(id));
  await handOut(day);
  const outcomes =
    'SELECT outcome, done_by, evidence, count(*)::integer AS doors FROM deliveries WHERE run_id = $1 GROUP BY 1, 2, 3 ORDER BY 1';
  expect(await house.rows(outcomes, [day.run])).toEqual([
    { outcome: 'delivered', done_by: 'V001', evidence: 'assumed', doors: 9 },
    { outcome: 'not-delivered', done_by: 'D001', evidence: 'assumed', doors: 1 },
  ]);
});

it('households on a page that is named are handed out to as listed, also by a sheet of an earlier version', async () => {
  const day = await bought();
  const [page] = pagesOf(await inCommunity(house.db, community, (tx) => readSheet(tx, day.run, 'pickup')));
  await day.allocates(2);
  const { id, listed } = await read(day, [{ page: page?.code, text: 'all except 1-1-2' }]);
  expect(listed).toBe(10);
  await day.says(reportOf(id));
  await handOut(day);
  const evidence = `SELECT DISTINCT evidence, step FROM custody_movements WHERE run_id = $1 AND kind = 'hand-out'`;
  expect(await house.rows(evidence, [day.run])).toEqual([{ evidence: 'listed', step: 'wrapUp' }]);
});

it('hands out nothing that is not there: it waits for a version that gives less', async () => {
  const day = await bought();
  const { id } = await read(day, [{ text: 'all' }]);
  await day.says(day.handoff({ damaged: 2 }));
  await day.says(reportOf(id));
  expect(await codeOf(handOut(day))).toBe('not-covered');
  expect((await day.read()).wrapUp).toBe(id);
  await day.allocates(2, 8);
  expect(await handOut(day)).toMatchObject({ wrapUp: null, handedOut: 8 });
  expect(await day.breaches()).toEqual([]);
});

it('is of its own run, and of no other', async () => {
  const [day, other] = [await bought(), await bought()];
  const { id } = await read(day, [{ text: 'all' }]);
  expect(await codeOf(other.says(reportOf(id)))).toBe('no-such-wrap-up');
  await handOut(other);
  expect((await other.read()).handedOut).toBe(0);
});

it('nothing is stored of paper that cannot be read for certain', async () => {
  const day = await bought();
  expect(await codeOf(read(day, [{ text: 'all except 9-9-9' }]))).toBe('unreadable-wrap-up');
  expect(await house.rows('SELECT FROM wrap_ups WHERE run_id = $1', [day.run])).toEqual([]);
  await expect(inCommunity(house.db, community, (tx) => tx.query('DELETE FROM wrap_up_exceptions'))).rejects.toThrow('permission denied');
});

it('a run of two thousand households is handed out in one statement', async () => {
  const day = await house.run({ expected: 2_000, orders: [2_000] });
  await day.planned();
  await day.buys(2_000);
  await day.allocates(1);
  const { id } = await read(day, [{ text: 'all' }]);
  await house.activities.applyLogisticsReport({ community, processId: supplyRunId(day.run) }, reportOf(id));
  expect(await handOut(day)).toMatchObject({ handedOut: 2_000, inFlight: 0, points: [{ state: 'cleared' }] });
});

it('is not read before anything is allocated: everybody would seem to be excepted', async () => {
  const day = await house.run();
  await expect(read(day, [{ text: 'all' }])).rejects.toMatchObject({ code: 'nothing-allocated' });
});

it('shows what it has handed out, so that each may be taken back', async () => {
  const day = await bought({ expected: 2, orders: [2] });
  const { id } = await read(day, [{ text: '除 1-1-2 外都取了' }]);
  await day.says(reportOf(id));
  await handOut(day);
  const orders = await inCommunity(house.db, community, (tx) => allPickupOrders(tx, day.run));
  expect(orders.map(({ room, pickupIds }) => [room, pickupIds.length]).toSorted()).toEqual([
    ['1', 1],
    ['2', 0],
  ]);
  await expect(day.says({ ...reportOf(id), corrects: id })).rejects.toMatchObject({
    code: 'already-reported',
    text: { en: expect.stringContaining('Take back the pickups') },
  });
});
