import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Histories, type HistorySize } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const record = process.env['JIELONG_RECORD_HISTORIES'] === '1';
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

interface Household {
  readonly id: string;
}

/** A good day of `households` that order `each` portions of four bundles together. */
async function goodDay(compound: string, gateCaptain: string, households: number, each: number): Promise<GoodDay> {
  const codes = ['SC01', 'RL01', 'SG01', 'JD01'];
  const day = await GoodDay.open(office, {
    ...{ compound, gateCaptain, serviceDate: '2026-12-03', cutOffAt: new Date(Date.now() - 1_000).toISOString(), tripCap: 4_000 },
    bundles: codes.map((code) => ({ code, cap: 4_000, limitPerHousehold: 20 })),
  });
  const register = (await office.all<Household>(`/households?compound=${compound}`)).slice(0, households);
  const items = Object.fromEntries(codes.map((code, i) => [code, Math.floor((each + i) / codes.length)]).filter(([, n]) => n !== 0));
  for (const { id } of register) await office.post(`${day.path}/orders`, { forHousehold: id, items });
  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.load();
  await day.handOver([{ bundle: 'JD01', damaged: 1 }]);
  await day.closePickup();
  await day.dispose();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  return day;
}

const sizesOf = async (day: GoodDay): Promise<HistorySize[]> => {
  const sizes: HistorySize[] = [];
  for (const id of await histories.processesOf(day)) sizes.push(await histories.sizeOf(id));
  return sizes;
};
const countsOf = ({ activities, timers, updates, signals }: HistorySize) => ({ activities, timers, updates, signals });
const bytesOf = (sizes: readonly HistorySize[]) => sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const eventsOf = (sizes: readonly HistorySize[]) => sizes.reduce((sum, { events }) => sum + events, 0);

async function save(day: GoodDay): Promise<void> {
  const folders: Readonly<Record<string, string>> = { 'supply-run': 'orders', purchase: 'orders', trip: 'logistics' };
  for (const id of await histories.processesOf(day)) {
    const [kind = ''] = id.split(':');
    const path = `libs/${folders[kind] ?? ''}/workflows/histories/good-day.${kind}.json`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${await histories.json(id)}\n`);
  }
}

test('histories do not grow with portions or orders, and stay below 300 events; another stop costs at most 45', async () => {
  const day = await goodDay('LT', 'D001', 85, 2);
  const few = await sizesOf(day);
  const many = await sizesOf(await goodDay('JT', 'D028', 250, 8));
  const twoStops = await sizesOf(await goodDay('CL', 'D019', 85, 2));
  process.stdout.write(`${JSON.stringify({ few, many, twoStops })}\n`);
  if (record) await save(day);
  expect(eventsOf(few)).toBeLessThanOrEqual(300);
  expect(many.map(countsOf)).toEqual(few.map(countsOf));
  expect(bytesOf(many)).toBeLessThanOrEqual(bytesOf(few) * 1.05);
  expect(eventsOf(twoStops) - eventsOf(few)).toBeLessThanOrEqual(45);
}, 240_000);
