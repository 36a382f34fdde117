import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Person } from '../src/api.js';
import type { GoodDay } from '../src/good-day.js';
import { Histories, type HistorySize } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import { measuredDay, measuredDays, sizesOf, type Measured } from '../src/measured-day.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

async function goodDay(measured: Measured): Promise<GoodDay> {
  const day = await measuredDay(office, histories, measured);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  return day;
}

const countsOf = ({ activities, timers, updates, signals }: HistorySize) => ({ activities, timers, updates, signals });
const bytesOf = (sizes: readonly HistorySize[]) => sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const eventsOf = (sizes: readonly HistorySize[]) => sizes.reduce((sum, { events }) => sum + events, 0);

test('histories do not grow with portions or orders, and stay below 300 events; another stop costs at most 45', async () => {
  const day = await goodDay(measuredDays.few);
  const few = await sizesOf(histories, day);
  const many = await sizesOf(histories, await goodDay(measuredDays.many));
  const twoStops = await sizesOf(histories, await goodDay(measuredDays.twoStops));
  process.stdout.write(`${JSON.stringify({ few, many, twoStops })}\n`);
  await histories.record(day, 'good-day', ['supply-run', 'purchase', 'trip']);
  expect(eventsOf(few)).toBeLessThanOrEqual(300);
  expect(many.map(countsOf)).toEqual(few.map(countsOf));
  expect(bytesOf(many)).toBeLessThanOrEqual(bytesOf(few) * 1.05);
  expect(eventsOf(twoStops) - eventsOf(few)).toBeLessThanOrEqual(45);
}, 240_000);
