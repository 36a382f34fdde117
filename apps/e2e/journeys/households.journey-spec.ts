import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Auditor } from '../src/invariants.js';
import type { PickupOrder } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let homes: Home[];
interface Home {
  readonly id: string;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
}
beforeAll(async () => {
  auditor = await Auditor.open();
  homes = (await office.all<Home>('/households?compound=CL')).filter(({ building }) => building === '3');
});
afterAll(() => auditor.close());

/** `jielong --json …`, as a script runs it. */
const jielong = async <Body>(...args: string[]): Promise<Body> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['apps/cli/dist/src/main.js', '--json', ...args]);
  return JSON.parse(stdout) as Body;
};

interface Room {
  readonly at: string;
  readonly first: string;
  readonly second: string;
}
/** A room in which somebody has added the household that lives there a second time. */
async function sharedRoom(): Promise<Room> {
  const { id, building, unit, room } = homes.pop() ?? { id: '', building: '', unit: '', room: '' };
  const at = [building, unit, room].join('-');
  const { id: second } = await office.post<{ id: string }>('/households', { compound: 'CL', room: at, name: '钱二' });
  return { at, first: id, second };
}
const opened = (serviceDate: string): Promise<GoodDay> =>
  GoodDay.open(office, {
    ...{ compound: 'CL', gateCaptain: 'D019', serviceDate, minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
const order = (day: GoodDay, forHousehold: string, portions: number) =>
  office.post<{ id: string }>(`${day.path}/orders`, { forHousehold, items: { SC01: portions }, fulfilment: 'pick-up' });
async function comes(day: GoodDay): Promise<string> {
  await day.purchase();
  await day.allocated();
  await day.load();
  const { pickupPoints } = await day.handOver();
  return pickupPoints.find(({ ready }) => ready > 0)?.id ?? '';
}
const ordersAt = async (day: GoodDay, { at }: Room): Promise<PickupOrder[]> =>
  (await office.call<{ items: PickupOrder[] }>('POST', `${day.path}/pickup-orders/find`, { room: at })).body.items;
const pay = (day: GoodDay, paidBy: string, amountFen: number) =>
  office.as('D020').call<Problem & { balanceFen: number }>('POST', `${day.path}/payments`, { paidBy, amountFen, way: 'cash' });
async function ends(day: GoodDay): Promise<void> {
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await day.money()).toMatchObject({ balanced: true });
}

test('two households turn out to be one before the lock: one order, one code, one charge, and nothing of either is lost', async () => {
  const day = await opened(daysAhead(41));
  const room = await sharedRoom();
  const [ours, theirs] = [await order(day, room.first, 1), await order(day, room.second, 1)];
  const merging = ['household', 'merge', room.second, '--into', room.first, '--reason', '重复登记'];
  const merged = { orders: [{ orderId: ours.id, joined: [theirs.id], questions: [] }], staying: [] };
  for (let times = 0; times < 2; times += 1) expect(await jielong(...merging)).toMatchObject(merged);
  expect(await jielong<object[]>('household', 'changes', room.second)).toMatchObject([{ change: 'merged', reason: '重复登记' }]);
  await day.lock();
  const point = await comes(day);
  const [waiting, ...others] = await ordersAt(day, room);
  expect([waiting?.orderId, waiting?.lines.map(({ portions }) => portions), others]).toEqual([ours.id, [2], []]);
  expect(await day.give(point, { room: room.at })).toMatchObject({ status: 'recorded', lines: { SC01: 2 } });
  expect((await pay(day, room.second, 6_000)).body).toMatchObject({ balanceFen: 0 });
  await ends(day);
});

test('two households turn out to be one at the gate: both codes are valid, both persons fetch theirs, one account pays', async () => {
  const day = await opened(daysAhead(42));
  const room = await sharedRoom();
  await order(day, room.first, 2);
  await order(day, room.second, 1);
  await day.lock();
  const point = await comes(day);
  const [before, codes] = [await ordersAt(day, room), (await ordersAt(day, room)).map(({ code }) => code)];
  const { staying } = await jielong<{ staying: object[] }>(
    ...['household', 'merge', room.second, '--into', room.first, '--reason', '门口才说是一家'],
  );
  expect(staying).toHaveLength(1);
  expect(await ordersAt(day, room)).toEqual(before);
  expect(before.map(({ maskedName }) => maskedName)).toContain('钱**');
  const unclear = await office.call<Problem>('POST', '/pickups', {
    ...{ scanId: crypto.randomUUID(), kind: 'ask', run: day.runId, pointId: point, by: { room: room.at } },
  });
  expect(unclear.body.code).toBe('several-households');
  for (const code of codes) expect(await day.give(point, { code })).toMatchObject({ status: 'recorded' });
  expect((await pay(day, room.second, 9_001)).body).toMatchObject({ code: 'more-than-owed', details: { owedFen: 9_000 } });
  expect((await pay(day, room.first, 9_000)).body).toMatchObject({ balanceFen: 0 });
  await ends(day);
});

test('one household turns out to be two: the order goes to the one that placed it, and each fetches its own', async () => {
  const day = await opened(daysAhead(43));
  const { first, at } = await sharedRoom().then(async (room) => {
    await office.post(`/households/${room.second}/merge`, { into: room.first, reason: '重复登记' });
    return room;
  });
  const { id } = await order(day, first, 2);
  const split = await jielong<{ id: string; provisional: boolean }>('household', 'split', first, '--reason', '分开开伙');
  expect(await jielong('household', 'confirm', split.id)).toMatchObject({ id: split.id, provisional: false });
  expect(await jielong('order', 'move', id, '--household', split.id, '--reason', '是他家订的')).toMatchObject({
    forHousehold: split.id,
    paidBy: split.id,
  });
  await order(day, first, 1);
  expect(await jielong<object[]>('household', 'list', '--compound', 'CL', '--room', at)).toHaveLength(2);
  await day.lock();
  const point = await comes(day);
  for (const { code } of await ordersAt(day, { at, first, second: split.id }))
    expect(await day.give(point, { code })).toMatchObject({ status: 'recorded' });
  expect((await pay(day, split.id, 6_000)).body).toMatchObject({ balanceFen: 0 });
  expect((await pay(day, first, 3_000)).body).toMatchObject({ balanceFen: 0 });
  await ends(day);
});
