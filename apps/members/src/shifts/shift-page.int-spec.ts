import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { GateShift } from '../spec/gate-shift.js';
import { MembersService, sample } from '../spec/members-service.js';

const community = 'gates';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', sample).expect(200);
}, 60_000);
afterAll(() => service.close());

const opened = (): Promise<GateShift> => GateShift.open(service, community);
const pathOf = ({ link }: GateShift): string => new URL(link).pathname + new URL(link).search;
const look = (shift: GateShift, cookie = '') => supertest(service.app.getHttpServer()).get(pathOf(shift)).set('Cookie', cookie);
const word = 'A'.repeat(22);
const send = (shift: GateShift, form: object, cookie: string) =>
  supertest(service.app.getHttpServer()).post(pathOf(shift)).set('Cookie', cookie).type('form').send(form);
const tap = (shift: GateShift, person: string, cookie = '') =>
  send(shift, { person, form: word }, [cookie, `__Host-jielong-form=${word}`].filter(Boolean).join('; '));
const cookiesIn = (headers: Readonly<Record<string, string>>): Readonly<Record<'session' | 'device', string>> => {
  const said = [headers['set-cookie'] ?? []].flat().join('\n');
  const of = (name: string) => new RegExp(`__Host-jielong-${name}=([^;]+)`).exec(said)?.[1] ?? '';
  return { session: of('session'), device: of('device') };
};
const known = ({ device }: { device: string }): string => `__Host-jielong-device=${device}`;
const devices = (shift: GateShift) => service.rows(community, 'SELECT FROM shift_devices WHERE shift_id = $1', [shift.id]);

describe('the page behind the QR', () => {
  test('shows who may stand at the gate, masked, as often as it is opened, and uses nothing up', async () => {
    const shift = await opened();
    await look(shift).expect(200);
    const { text, headers } = await look(shift).expect(200);
    for (const said of ['蓝天花园南门', 'value="D003"', 'D003 何**', '点自己的名字']) expect(text).toContain(said);
    for (const hidden of ['何禾', 'D010', '199-0000', '<script', 'src=', 'href=']) expect(text).not.toContain(hidden);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(await devices(shift)).toEqual([]);
  });

  test('takes one tap: the browser is a device with this person, by cookies that scripts do not see', async () => {
    const shift = await opened();
    const { text, headers } = await tap(shift, 'D003').expect(200);
    expect(text).toContain('现在在岗');
    const cookies = cookiesIn(headers);
    expect(text).not.toContain(cookies.session);
    expect([headers['set-cookie'] ?? []].flat().join('\n')).toMatch(
      /__Host-jielong-session=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax/,
    );
    expect(await shift.claims(cookies.session)).toMatchObject({ sub: 'D003', grants: [{ role: 'gate-volunteer' }] });
  });

  test('is opened in the browser that taps: another site makes no device of it', async () => {
    const shift = await opened();
    for (const cookie of ['', `__Host-jielong-form=${'B'.repeat(22)}`]) {
      const { text, headers } = await send(shift, { person: 'D003', form: word }, cookie).expect(403);
      expect(text).toContain('value="D003"');
      expect(cookiesIn(headers)).toEqual({ session: '', device: '' });
    }
    expect(await devices(shift)).toEqual([]);
  });

  test('takes one tap more to change who is there: the same device, opened anew', async () => {
    const shift = await opened();
    const first = cookiesIn((await tap(shift, 'D003').expect(200)).headers);
    expect((await look(shift, known(first))).text).toContain('D003 何**</dd>');
    const second = cookiesIn((await tap(shift, 'D004', known(first)).expect(200)).headers);
    expect(second.device).toBe(first.device);
    expect(await shift.claims(second.session)).toMatchObject({ sub: 'D004', posts: [{ code: 'D003' }, { code: 'D004' }] });
    expect(await shift.claims(first.session)).toBeNull();
    expect(await devices(shift)).toHaveLength(1);
  });

  test('tapped twenty times at once in a browser opens one device', async () => {
    const shift = await opened();
    const browser = known(cookiesIn((await tap(shift, 'D003')).headers));
    await Promise.all(Array.from({ length: 20 }, () => tap(shift, 'D004', browser).expect(200)));
    expect(await devices(shift)).toHaveLength(1);
  });

  test('is of one browser: another one, or one that says something of its own, is another device', async () => {
    const shift = await opened();
    await tap(shift, 'D003');
    const other = cookiesIn((await tap(shift, 'D003', '__Host-jielong-device=x').expect(200)).headers);
    expect(other.device).not.toBe('x');
    expect(await devices(shift)).toHaveLength(2);
  });

  test.each(['D010', '', '<script>alert(1)</script>'])(
    'says why somebody who is not of the gate may not (%j), and asks again',
    async (person) => {
      const shift = await opened();
      const { text, headers } = await tap(shift, person).expect(422);
      expect(text).toContain('role="alert"');
      expect(text).toContain('value="D003"');
      expect(text).not.toContain('<script');
      expect(cookiesIn(headers)).toEqual({ session: '', device: '' });
      expect(await devices(shift)).toEqual([]);
    },
  );

  test('is over with the shift, and with a newer QR, also for a browser that has a device', async () => {
    const [ended, renewed] = [await opened(), await opened()];
    const browser = known(cookiesIn((await tap(ended, 'D003')).headers));
    await ended.captain.send('post', `/shifts/${ended.id}/end`, {}).expect(200);
    await renewed.captain.send('post', `/shifts/${renewed.id}/code`, {}).expect(201);
    for (const answer of [await look(ended), await tap(ended, 'D004', browser), await look(renewed), await tap(renewed, 'D003')]) {
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('二维码已经无效');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });
});
