import { beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { FormPage } from '../src/form-page.js';
import { GoodDay } from '../src/good-day.js';
import type { PickupOrder } from '../src/shapes.js';
import { type OpenShift, scanOf, ShiftDevice } from '../src/shift-device.js';

const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');
const captain = office.as('D010');
const hourMs = 3_600_000;
const openShift = (): Promise<OpenShift> =>
  captain.post('/shifts', { compound: 'YF', gate: '东门', until: new Date(Date.now() + 6 * hourMs).toISOString() });

interface Told {
  readonly status: string;
  readonly code?: string;
}
let day: GoodDay;
let point: string;
let orders: readonly PickupOrder[];
/** Whoever waits at this gate for something of another run may be called for that. */
const ownRooms = ['6-2-201', '6-2-202', '6-2-301', '6-2-302', '6-2-401'];
beforeAll(async () => {
  day = await GoodDay.ofRooms(office, daysAhead(5), ownRooms);
  await day.purchase();
  await day.allocated();
  await day.load();
  point = (await day.handOver()).pickupPoints[0]?.id ?? '';
  orders = await day.pickupOrders();
}, 120_000);

const give = (device: Person, order: PickupOrder | undefined) =>
  device.call<Partial<Problem>>('POST', '/pickups', {
    ...{ scanId: crypto.randomUUID(), kind: 'ask', run: day.runId, pointId: point },
    by: { code: order?.code },
  });
const sent = async (device: Person, ...scans: readonly object[]): Promise<Told[]> =>
  (await device.post<{ answers: Told[] }>('/pickups/batch', { deviceId: 'east-gate-1', scans })).answers;
const refused = async (asked: Promise<{ status: number; body: Partial<Problem> }>) => {
  const { status, body } = await asked;
  return [status, body.code];
};

describe('a shift at the gate', () => {
  let shift: OpenShift;
  let device: ShiftDevice;
  /** When D011 was at the device. */
  let whileFirst: Date;

  test('is opened by its captain; a volunteer scans the QR, taps their name, and hands out', async () => {
    shift = await openShift();
    const page = await FormPage.open(shift.link);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script|javascript:|\son\w+=|src=|href=/i);
    expect(page.text).toContain('value="D011"');
    const tapped = await page.send({ person: 'D011' });
    expect([tapped.status, tapped.text.includes('现在在岗')]).toEqual([200, true]);
    device = ShiftDevice.of(url, tapped.headers.getSetCookie());
    expect(await device.get('/me')).toMatchObject({ person: 'D011', grants: [{ role: 'gate-volunteer' }] });
    const run = (await device.all<{ id: string }>('/supply-runs?compound=YF')).find(({ id }) => id === day.runId);
    expect(await device.get(`/supply-runs/${run?.id ?? ''}/goods`)).toMatchObject({ pickupPoints: [{ id: point }] });
    expect((await give(device, orders[0])).status).toBe(200);
    whileFirst = new Date();
  });

  test('changes hands by one tap, and does nothing that is not for the gate', async () => {
    await device.change('D012');
    expect(await device.get('/shift/device')).toMatchObject({ person: 'D012' });
    expect((await give(device, orders[1])).status).toBe(200);
    for (const path of ['/sessions', '/households?compound=YF', `/supply-runs/${day.runId}/orders`, '/shifts?compound=YF&gate=东门'])
      expect([path, ...(await refused(device.call('GET', path)))]).toEqual([path, 403, 'not-yours']);
    expect(
      await refused(device.call('POST', `/supply-runs/${day.runId}/close-pickup`, { reportId: 'close-by-a-device', at: point })),
    ).toEqual([...[403, 'not-yours']]);
  });

  test('calls whoever has not come yet, without a reason, and nobody who has', async () => {
    const call = (by: Person, order: PickupOrder | undefined) =>
      by.call<Partial<Problem>>('POST', `/households/${order?.householdId ?? ''}/contact`);
    for (const by of [device, captain])
      expect(await call(by, orders[4])).toMatchObject({
        status: 200,
        body: { surname: orders[4]?.maskedName.slice(0, 1), call: expect.stringMatching(/^tel:199\d{8}$/), orderId: orders[4]?.orderId },
      });
    expect(await refused(call(device, orders[0]))).toEqual([403, 'no-open-step']);
    expect(await refused(call(office.as('D001'), orders[4]))).toEqual([404, 'not-there']);
  });

  test('ends when the captain says so: the QR is replayed for nothing, and nothing more is handed out', async () => {
    await captain.post(`/shifts/${shift.id}/end`);
    expect((await FormPage.open(shift.link)).status).toBe(409);
    await expect(ShiftDevice.join(url, shift.link, 'D013')).rejects.toMatchObject({ status: 409, problem: { code: 'shift-over' } });
    expect(await refused(give(device, orders[2]))).toEqual([403, 'not-yours']);
    expect(await refused(device.call('POST', `/households/${orders[4]?.householdId ?? ''}/contact`))).toEqual([404, 'not-there']);
  });

  test('what was scanned in it still counts for whoever was there then; what was made after it is kept for a person', async () => {
    const after = new Date();
    expect(
      await sent(
        device,
        scanOf(day.runId, point, orders[2]?.code ?? '', whileFirst),
        scanOf(day.runId, point, orders[3]?.code ?? '', after),
      ),
    ).toMatchObject([{ status: 'recorded' }, { status: 'conflict', code: 'not-on-shift' }]);
    const again = { scanId: crypto.randomUUID(), run: day.runId, pointId: point, by: { code: orders[2]?.code } };
    const twice = await captain.call<Problem>('POST', '/pickups', again);
    expect([twice.status, twice.body.code]).toEqual([409, 'already-handed-out']);
    expect(twice.body.detail).toContain('D011');
    const { items } = await captain.get<{ items: { code: string; conflictId: string }[] }>(`/supply-runs/${day.runId}/conflicts`);
    expect(items).toMatchObject([{ code: 'not-on-shift' }]);
    await captain.post(`/supply-runs/${day.runId}/conflicts/${items[0]?.conflictId ?? ''}/decision`, {
      choice: 'count',
      reason: '确实发了',
    });
    const states = new Map((await day.pickupOrders()).map(({ orderId, state }) => [orderId, state]));
    expect(orders.slice(0, 4).map(({ orderId }) => states.get(orderId))).toEqual(Array(4).fill('handed-out'));
  });
});

test('a new QR ends the older one; a lost phone is out at once, and the others go on', async () => {
  const shift = await openShift();
  const [lost, kept] = [await ShiftDevice.join(url, shift.link, 'D013'), await ShiftDevice.join(url, shift.link, 'D014')];
  const { link } = await captain.post<OpenShift>(`/shifts/${shift.id}/code`);
  await expect(ShiftDevice.join(url, shift.link, 'D015')).rejects.toMatchObject({ problem: { code: 'shift-over' } });
  await ShiftDevice.join(url, link, 'D015');
  await captain.post(`/shifts/${shift.id}/devices/${lost.session}/end`);
  expect(await refused(lost.call('GET', '/me'))).toEqual([401, 'who-are-you']);
  expect(await kept.get('/me')).toMatchObject({ person: 'D014' });
  const { devices } = await captain.get<{ devices: { id: string; posts: { person: string }[] }[] }>(`/shifts/${shift.id}`);
  expect(devices.map(({ posts }) => posts.map(({ person }) => person))).toEqual([['D013'], ['D014'], ['D015']]);
});

test('nobody of another gate stands here, and no other captain opens this one', async () => {
  const shift = await openShift();
  await expect(ShiftDevice.join(url, shift.link, 'D001')).rejects.toMatchObject({ status: 403, problem: { code: 'not-of-this-gate' } });
  const elsewhere = office.as('D001');
  const body = { compound: 'YF', gate: '东门', until: new Date(Date.now() + hourMs).toISOString() };
  expect(await refused(elsewhere.call('POST', '/shifts', body))).toEqual([403, 'not-yours']);
  expect(await refused(elsewhere.call('POST', `/shifts/${shift.id}/end`, {}))).toEqual([403, 'not-yours']);
});
