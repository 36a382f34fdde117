import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

interface Asked {
  readonly step: string;
  readonly overdue: boolean;
  readonly told: readonly string[];
}
const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** Everything was due an hour ago; the second rung of each ladder comes while the story is told. */
const late = {
  durations: {
    lockMs: -hourMs,
    ...Object.fromEntries(['purchase', 'loading', 'handoff', 'closePickup', 'settlement'].map((step) => [`${step}Ms`, -90 * dayMs])),
  },
  policies: {
    quietHours: null,
    ladders: Object.fromEntries(
      ['default', 'confirmHandoff', 'approveSettlement'].map((step) => [
        step,
        [
          { afterMs: 0, role: 'responsible' },
          { afterMs: hourMs + 20_000, role: 'coordinator' },
        ],
      ]),
    ),
  },
};

/** Until somebody is late with a step, and so many roles have been told. */
const isLate = async (service: 'orders' | 'logistics', process: string, step: string, rungs = 1): Promise<void> => {
  const isTold = ({ items }: { items: Asked[] }) =>
    items.some((asked) => asked.step === step && asked.overdue && asked.told.length >= rungs);
  await office.until(`/steps/${service}?process=${process}`, isTold);
};

test('every step is late: each is told up its ladder, nothing happens by itself, and the day is closed by people all the same', async () => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(47), minimumPortions: 1, bundles: [{ code: 'SC01' }], ...late },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const run = `supply-run:${day.runId}`;
  const [home] = await office.all<{ id: string }>('/households?compound=YF');
  await office.post(`${day.path}/orders`, { forHousehold: home?.id, items: { SC01: 2 } });
  await isLate('orders', run, 'lockOrders', 2);
  const [purchase] = (await day.lock()).purchases;
  await isLate('orders', `purchase:${purchase?.id ?? ''}`, 'confirmPurchase');
  await day.purchase();
  const [trip] = (await day.allocated()).trips;
  await isLate('logistics', `trip:${trip?.id ?? ''}`, 'confirmLoading');
  await day.load();
  await isLate('logistics', `trip:${trip?.id ?? ''}`, 'confirmHandoff');
  await day.handOver();
  await isLate('logistics', run, 'closePickup');
  await day.closePickup();
  await isLate('logistics', run, 'disposeRemainder');
  await day.dispose();
  await isLate('orders', run, 'approveSettlement');
  await day.settle();
  await histories.record(day, 'late-day', ['supply-run', 'purchase', 'trip']);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});
