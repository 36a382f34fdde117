import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { inCommunity, keepKeys } from '@jielong/platform';
import { testDataKeys, testKeys } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { knownOrganisation } from './imports/known-organisation.js';
import { MembersService, sample } from './spec/members-service.js';

const newKey = `new:${Buffer.alloc(32, 1).toString('base64')}`;
const newer = { DATA_KEYS: `${newKey},${testKeys.DATA_KEYS}`, LOOKUP_KEYS: `${newKey},${testKeys.LOOKUP_KEYS}` };
const bothKeys = (ring: (typeof testDataKeys)['data']) => ({ current: 'new', keys: { new: Buffer.alloc(32, 1), ...ring.keys } });
const program = fileURLToPath(new URL('../dist/src/reseal.js', import.meta.url));

let service: MembersService;
let before: readonly string[];
/** Everybody, as the lists would say it; which row of a table comes first is nobody's business. */
const known = async (): Promise<string[]> => {
  const { households, members, supplyTeams, roles } = await inCommunity(service.app.get(DataSource), 'sample', knownOrganisation);
  return [...households, ...members, ...supplyTeams, ...roles].map((row) => JSON.stringify(row)).toSorted();
};
beforeAll(async () => {
  service = await MembersService.open();
  const imported = await service.as('sample').commit('organisation', sample);
  expect(imported.status).toBe(200);
  before = await known();
  keepKeys(service.app.get(DataSource), { data: bothKeys(testDataKeys.data), lookup: bothKeys(testDataKeys.lookup) });
});
afterAll(() => service.close());

const start = (): ChildProcess =>
  spawn(process.execPath, [program], {
    env: { ...process.env, ...newer, MIGRATION_DATABASE_URL: service.database.url('members', 'owner') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const left = async (): Promise<number> => {
  const [row] = await service.rows<{ left: number }>(
    'sample',
    `SELECT count(*)::integer AS left FROM household_contacts WHERE starts_with(name, 'sealed:test:')`,
  );
  return row?.left ?? 0;
};

/** Dies as soon as it says that it has begun with the contacts, in the middle of the next of them. */
async function killedHalfWay(): Promise<void> {
  const resealing = start();
  createInterface({ input: resealing.stdout ?? process.stdin }).on('line', (line) => {
    if (line.includes('household_contacts')) resealing.kill('SIGKILL');
  });
  expect(await once(resealing, 'close')).toEqual([null, 'SIGKILL']);
}

test('a rotation that is killed three times leaves every value readable, and the next one ends it', async () => {
  const rest = [await left()];
  for (const _ of [1, 2, 3]) {
    await killedHalfWay();
    rest.push(await left());
    expect(await known()).toEqual(before);
  }
  expect(rest).toEqual([...new Set(rest)].toSorted((a, b) => b - a)); // each of them has sealed some
  expect(rest.at(-1)).toBeGreaterThan(0);
  const resealing = start();
  const said: string[] = [];
  createInterface({ input: resealing.stdout ?? process.stdin }).on('line', (line) => said.push(line));
  expect(await once(resealing, 'close')).toEqual([0, null]);
  expect(said).toContain("members: nothing uses 'test' any more: it may be taken out of DATA_KEYS");
  expect(said).toContain("members: nothing uses 'test' any more: it may be taken out of LOOKUP_KEYS");
  expect(await left()).toBe(0);
  expect(await known()).toEqual(before);
});
