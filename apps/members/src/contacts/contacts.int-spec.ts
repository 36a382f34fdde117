import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Grant } from '@jielong/kernel';
import { GateShift } from '../spec/gate-shift.js';
import { MembersService, sample } from '../spec/members-service.js';
import { publishWaitingOrders, waits, waitsNoMore } from '../spec/waiting-orders.js';

const community = 'sample';
let service: MembersService;
/** Of building 1 and the south gate of Lantian Garden; each test takes one that nobody has asked for. */
let households: string[];
let home: string;
beforeAll(async () => {
  service = await MembersService.open();
  await publishWaitingOrders(service);
  await service.as(community).commit('organisation', sample).expect(200);
  const { items } = (await service.as(community).get('/households?compound=LT&limit=200')).body;
  households = items.filter(({ building }: { building: string }) => building === '1').map(({ id }: { id: string }) => id);
}, 60_000);
afterAll(() => service.close());
beforeEach(() => void (home = households.pop() ?? ''));

const at = (role: string, scope: Grant['scope']): readonly Grant[] => [{ role, scope }];
const captain = at('gate-captain', { compound: 'LT', gate: '南门' });
const captainElsewhere = at('gate-captain', { compound: 'YF', gate: '东门' });
const buildingCaptain = at('building-captain', { compound: 'LT', building: '1' });
const teamCaptain = at('team-captain', { team: '物资保障一队' });
const contact = (grants?: readonly Grant[], household = home) =>
  service.as(community, 'D001', grants).send('post', `/households/${household}/contact`, {}).unset('Idempotency-Key');
const said = async (grants?: readonly Grant[]) => {
  const { status, body } = await contact(grants);
  return [status, body.code];
};
const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g; // may hold any four digits by chance
const refused = [403, 'no-open-step'];
const notThere = [404, 'not-there'];
const traces = () => service.rows<object>(community, `SELECT * FROM audit_entries WHERE action = 'contact' AND subject_id = $1`, [home]);

describe('while an order waits at an open point', () => {
  test('its gate captain gets surname, last digits and a call: no reason, nothing counted, and a trace that says none of it', async () => {
    const order = await waits(service, community, home);
    const { status, body } = await contact(captain);
    const full = await service.as(community, 'S001').send('post', `/households/${home}/reveal`, { reason: '核对' });
    const { name, phone } = full.body;
    expect([status, body]).toEqual([
      200,
      { id: home, surname: name.slice(0, 1), phoneTail: phone.slice(-4), call: `tel:${phone.replaceAll('-', '')}`, ...order },
    ]);
    expect(await traces()).toMatchObject([{ actor: 'D001', subject_kind: 'household', details: order }]);
    expect(JSON.stringify(await traces()).replaceAll(anyId, '')).not.toContain(phone.slice(-4));
    expect((await service.as(community).get('/reveals?by=D001')).body.items).toEqual([]);
  });

  test('however often: a day has no limit', async () => {
    await waits(service, community, home);
    for (let times = 0; times < 25; times += 1) expect((await contact(captain)).status).toBe(200);
  });

  test('so does whoever is at the device of a shift there, while it lasts', async () => {
    await waits(service, community, home);
    const shift = await GateShift.open(service, community);
    const { token } = await shift.device('D003');
    expect((await shift.from(token, 'post', `/households/${home}/contact`, {})).status).toBe(200);
    expect(await traces()).toMatchObject([{ actor: 'D003' }]);
  });

  test('nobody at another gate, and nobody who delivers', async () => {
    await waits(service, community, home);
    expect(await said(captainElsewhere)).toEqual(notThere);
    expect(await said(teamCaptain)).toEqual(notThere);
    expect(await said(buildingCaptain)).toEqual(refused);
    expect(await said(at('group-buy-leader', { compound: 'LT' }))).toEqual(notThere);
    expect(await traces()).toEqual([]);
  });

  test('where it was moved to another gate, the captain there, and not the one at home', async () => {
    await waits(service, community, home, { compound: 'YF', gate: '东门' });
    expect((await contact(captainElsewhere)).status).toBe(200);
    expect(await said(captain)).toEqual(refused);
  });

  test('to be brought to the door: the captain of the building, and the team that has brought it to the gate', async () => {
    await waits(service, community, home, { fulfilment: 'to-door', team: '物资保障一队' });
    for (const grants of [buildingCaptain, teamCaptain, captain]) expect((await contact(grants)).status).toBe(200);
    expect(await said(at('team-captain', { team: '物资保障二队' }))).toEqual(notThere);
    expect(await said(at('building-captain', { compound: 'LT', building: '2' }))).toEqual(notThere);
    expect(await said(at('gate-volunteer', { compound: 'LT', gate: '南门' }))).toEqual(refused);
  });

  test('of a household that was merged into another one, under either id', async () => {
    const office = service.as(community);
    const { id: second } = (await office.send('post', `/households/${home}/split`, { reason: '分开开伙' }).expect(201)).body;
    await waits(service, community, second);
    await office.send('post', `/households/${second}/merge`, { into: home, reason: '重复登记' }).expect(200);
    for (const id of [second, home]) expect((await contact(captain, id)).body).toMatchObject({ id: home, call: expect.any(String) });
  });
});

describe('without one', () => {
  test('the captain of its gate hears how it is seen for a reason, and so does the coordinator', async () => {
    const order = await waits(service, community, home);
    expect((await contact(captain)).status).toBe(200);
    await waitsNoMore(service, order);
    for (const grants of [captain, undefined]) {
      const { status, body } = await contact(grants);
      expect([status, body.code, body.detail]).toEqual([...refused, expect.stringContaining('reveal household')]);
      expect(JSON.stringify(body)).not.toMatch(/tel:/);
    }
    expect(await traces()).toHaveLength(1);
  });

  test('whoever was there for it at another gate is refused at once', async () => {
    const order = await waits(service, community, home, { compound: 'YF', gate: '东门' });
    expect((await contact(captainElsewhere)).status).toBe(200);
    await waitsNoMore(service, order);
    expect(await said(captainElsewhere)).toEqual(notThere);
  });

  test('a household that is not there is not there', async () => {
    const nobody = '0193a1b2-0000-7000-8000-000000000001';
    expect((await contact(undefined, nobody)).body.code).toBe('household-not-found');
    expect((await contact(captain, nobody)).body.code).toBe('not-there');
  });

  test('of another community tells nothing of this one', async () => {
    await waits(service, 'another', home);
    expect(await said(captain)).toEqual(refused);
  });
});

test('lists and pages stay masked whoever asks', async () => {
  await waits(service, community, home);
  const { body } = await service.as(community, 'D001', captain).get(`/households/${home}`);
  expect(body).toMatchObject({ maskedName: expect.stringMatching(/^.\*\*$/u), maskedPhone: expect.stringMatching(/^199\*{4}\d{4}$/) });
});
