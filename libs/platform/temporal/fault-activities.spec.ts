import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ActivityExecuteInput } from '@temporalio/worker';
import { faultActivities } from './fault-activities.js';

let folder: string;
let deaths: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  deaths = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = async (name: string, work: () => Promise<unknown> = async () => 'written') => {
  const faults = { nameOf: () => name, die: () => void deaths.push(name) };
  const [interceptor] = faultActivities({ FAULT_ACTIVITIES: folder, NODE_ENV: 'test' }, faults);
  const input: ActivityExecuteInput = { args: [], headers: {} };
  return interceptor?.execute?.(input, work);
};

test('each file is one death, of the activity that it names, and is used up', async () => {
  for (const file of ['planTrip.1', 'planTrip.2', 'planTrips.1']) writeFileSync(join(folder, file), '');
  for (const name of ['planTrip', 'readGoods', 'planTrip', 'planTrip']) await run(name);
  expect(deaths).toEqual(['planTrip', 'planTrip']);
  expect(readdirSync(folder)).toEqual(['planTrips.1']);
});

test('what has written nothing dies of nothing', async () => {
  writeFileSync(join(folder, 'planTrip.1'), '');
  await expect(run('planTrip', async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(deaths).toEqual([]);
});

test('production refuses it, and without it there is nothing', () => {
  const faults = { nameOf: () => '', die: () => undefined };
  expect(() => faultActivities({ FAULT_ACTIVITIES: folder, NODE_ENV: 'production' }, faults)).toThrow('refused in production');
  expect(faultActivities({ NODE_ENV: 'production' }, faults)).toEqual([]);
});
