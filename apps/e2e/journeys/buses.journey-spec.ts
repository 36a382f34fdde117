import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { jielong, jielongJson } from '../src/command-line.js';
import { codes, GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';

interface Trip {
  readonly id: string;
  readonly state: string;
  readonly vehicle: string | null;
  readonly stops: readonly { id: string; run: string; state: string; planned: Readonly<Record<string, number>> }[];
}
const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const byCaptain = ['--actor', `sample/${codes.teamCaptain}`];
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

/** Three households of a compound with a portion each. */
async function opened(compound: string, gateCaptain: string, serviceDate: string): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    ...{ compound, gateCaptain, serviceDate, minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const homes = (await office.all<{ id: string }>(`/households?compound=${compound}`)).slice(0, 3);
  for (const { id } of homes) await office.post(`${day.path}/orders`, { forHousehold: id, items: { SC01: 1 } });
  return day;
}
/** The only point of a run, as `trip plan` takes it. */
async function stopOf({ runId, path }: GoodDay): Promise<string> {
  const { pickupPoints } = await office.get<{ pickupPoints: { id: string }[] }>(path);
  return `${runId}@${pickupPoints[0]?.id ?? ''}`;
}
async function ends(day: GoodDay): Promise<void> {
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
}
const succeeds = async (...args: string[]) => expect(await jielong(...args)).toMatchObject({ code: 0, errors: '' });

test('one bus for two runs is planned by command line: at lock nothing more is planned, and each gate gets what is its own', async () => {
  const [garden, court] = [await opened('LT', 'D001', daysAhead(41)), await opened('YF', 'D010', daysAhead(41))];
  const runs = ['--run', garden.runId, '--run', court.runId];
  const road = ['--stop', await stopOf(court), '--stop', await stopOf(garden)];
  const { id } = await jielongJson<Trip>('trip', 'plan', ...runs, ...road, '--vehicle', '大车', '--crew', codes.teamCaptain);
  for (const day of [garden, court]) {
    await day.lock();
    await day.purchase();
    expect((await day.allocated()).trips.map((trip) => trip.id)).toEqual([id]);
  }
  const { stops } = await jielongJson<Trip>('trip', 'show', `trip:${id}`);
  expect(stops.map(({ run, planned }) => [run, planned])).toEqual([
    [court.runId, { SC01: 3 }],
    [garden.runId, { SC01: 3 }],
  ]);
  await succeeds('report', 'loading', id, '--departed', ...byCaptain);
  for (const day of [garden, court]) await day.handOver();
  for (const day of [garden, court]) await ends(day);
  expect(await jielongJson<Trip[]>('trip', 'list', '--run', court.runId)).toMatchObject([{ id, state: 'done', vehicle: '大车' }]);
  await histories.record(garden, 'shared-bus', ['supply-run', 'trip']);
});

test('a bus turns back with what it carries, and a second one, planned by command line, brings it', async () => {
  const day = await opened('YF', 'D010', daysAhead(43));
  await day.lock();
  await day.purchase();
  const [first] = (await day.allocated()).trips;
  await day.load();
  await succeeds('report', 'diversion', first?.id ?? '', '--to', 'supplier', '--reason', '道路不通', ...byCaptain);
  await histories.over(`trip:${first?.id ?? ''}`);
  const { pickupPoints } = await day.goods();
  const stops = pickupPoints.flatMap(({ id }) => ['--stop', id]);
  const { id: second } = await jielongJson<Trip>('trip', 'plan', '--run', day.runId, ...stops, '--vehicle', '二号车');
  await succeeds('report', 'loading', second, '--departed', ...byCaptain);
  await succeeds('report', 'handoff', second, '--from', codes.teamCaptain, '--counting', 'both', '--actor', 'sample/D010');
  const trips = await jielongJson<Trip[]>('trip', 'list', '--run', day.runId);
  expect(trips.map(({ id, state }) => [id, state])).toEqual([
    [second, 'done'],
    [first?.id, 'done'],
  ]);
  expect((await day.goods()).pickupPoints).toMatchObject([{ state: 'open', ready: 3 }]);
  await ends(day);
  await histories.record(day, 'turned-back', ['supply-run', 'trip']);
});
