import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay, roomOf } from '../src/good-day.js';
import { Auditor } from '../src/invariants.js';
import { OwnSystem } from '../src/own-system.js';

let system: OwnSystem;
let office: Person;
let auditor: Auditor;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  system = await OwnSystem.start();
  closing.push(() => system.stop());
  office = new Person(system.gatewayUrl, 'sample/S001');
  auditor = await Auditor.open(system.adminUrl);
  closing.push(() => auditor.close());
}, 240_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

const opening = (over: object = {}) => ({
  ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(5), minimumPortions: 1, bundles: [{ code: 'SC01' }] },
  ...{ cutOffAt: new Date(Date.now() + 3_600_000).toISOString() },
  ...over,
});
const households = async () => (await office.all<{ id: string }>('/households?compound=YF')).map(({ id }) => id);

test('Temporal stopped: orders and pickups go on, opening is accepted and starts later, a report says 503 and can be repeated, a correction is taken and divided later', async () => {
  const [first = '', second = '', third = ''] = await households();
  const day = await GoodDay.open(office, opening({ cutOffAt: new Date(Date.now() - 1_000).toISOString() }));
  for (const household of [first, second]) await office.post(`${day.path}/orders`, { forHousehold: household, items: { SC01: 1 } });
  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.load();
  const point = (await day.handOver()).pickupPoints[0]?.id ?? '';
  const noted = randomUUID();
  const events = [{ what: 'damaged', at: 'pickup-point', bundle: 'SC01', portions: 1 }];
  await day.gateCaptain.report(`${day.path}/goods-events`, { reportId: noted, events });
  const short = await day.allocated(2);
  const [fetched] = await day.pickupOrders();
  if (!fetched) throw new Error('nothing to fetch');

  await system.order('stop temporal');
  expect((await fetch(new URL('/health/ready', system.gatewayUrl))).status).toBe(503);
  await day.give(point, { room: roomOf(fetched) });
  const { gateCaptain: _, ...asked } = opening();
  const opened = await office.call<{ id: string }>('POST', '/supply-runs', asked);
  expect(opened.status).toBe(202);
  expect((await office.call('POST', `/supply-runs/${opened.body.id}/orders`, { forHousehold: third, items: { SC01: 1 } })).status).toBe(
    201,
  );
  const report = { reportId: randomUUID(), at: point };
  const away = await day.gateCaptain.call<Problem>('POST', `${day.path}/close-pickup`, report);
  expect(away.status).toBe(503);
  const takenBack = await day.gateCaptain.call<Problem>('POST', `${day.path}/goods-events`, {
    ...{ reportId: randomUUID(), corrects: noted, events: [] },
  });
  expect(takenBack.status).toBe(200);
  expect((await day.goods()).allocationVersion).toBe(short.allocationVersion);

  await system.order('start temporal');
  await day.allocated(short.allocationVersion + 1);
  await office.report(`/supply-runs/${day.runId}/close-pickup`, report);
  await day.reaches('settling');
  await day.dispose();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  await office.post(`/supply-runs/${opened.body.id}/close-ordering`);
  await office.until<{ items: { step: string }[] }>(`/steps?process=supply-run:${opened.body.id}`, ({ items }) =>
    items.some(({ step }) => step === 'lockOrders'),
  );
}, 240_000);
