import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { acting, daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import type { PickupOrder } from '../src/shapes.js';

const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');
const [leaderOfLt, captainOfLt] = [office.as('D002'), office.as('D001')];

interface Sent {
  readonly status: number;
  readonly code: string | undefined;
  readonly cookies: readonly string[];
}
const send = async (method: string, path: string, headers: Record<string, string>, body?: object): Promise<Sent> => {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { ...headers, ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const said = (answer.headers.get('content-type') ?? '').includes('json') ? ((await answer.json()) as Partial<Problem>) : {};
  return { status: answer.status, code: said.code, cookies: answer.headers.getSetCookie() };
};
const signIn = (keep: 'cookie' | 'token') =>
  send('POST', '/api/sessions', {}, { community: 'sample', person: 'S002', secret: process.env['JIELONG_PASSPHRASE'], keep });
const refused = async (asked: Promise<{ status: number; body: Partial<Problem> }>) => {
  const { status, body } = await asked;
  return [status, body.code];
};

describe('a browser', () => {
  let cookie: string;
  beforeAll(async () => {
    const { cookies } = await signIn('cookie');
    cookie = cookies.map((one) => one.split(';')[0] ?? '').join('; ');
  });

  test('acts with its cookie from a page of ours, and from no other page', async () => {
    const invite = (headers: Record<string, string>) =>
      send('POST', '/api/people/D003/invitation', { Cookie: cookie, ...headers }, { hours: 1 });
    expect((await invite({ Origin: new URL(url).origin })).status).toBe(201);
    for (const headers of [{}, { Origin: 'https://elsewhere.example' }, { Origin: 'null' }, { Origin: `${url}.elsewhere.example` }])
      expect(await invite(headers)).toMatchObject({ status: 403, code: 'other-site' });
    expect((await send('GET', '/api/me', { Cookie: cookie, Origin: 'https://elsewhere.example' })).status).toBe(200);
  });

  test('that has signed out is out at once, whoever kept the cookie', async () => {
    const own = { Cookie: cookie, Origin: new URL(url).origin };
    expect((await send('POST', '/api/sessions/current/end', own, {})).status).toBe(200);
    expect(await send('GET', '/api/me', own)).toMatchObject({ status: 401, code: 'who-are-you' });
  });
});

describe('from outside', () => {
  test('a token like those of the services opens nothing, signed or not, and neither does a name', async () => {
    for (const headers of [
      acting('sample/S001'),
      { 'jielong-token': acting('sample/S001')['Jielong-Token'] },
      { 'Jielong-Actor': 'sample/S001' },
    ])
      expect(await send('GET', '/api/supply-runs', headers)).toMatchObject({ status: 401 });
  });

  test('no path leads to what is between the parts', async () => {
    for (const path of ['/api/internal/callers', '/api/internal/jwks', '/api/households/../internal/callers', '/api//internal/callers'])
      expect((await send('POST', path, await office.identity(), { credential: 'x' })).status).toBeGreaterThanOrEqual(400);
  });

  test('a session of a lost phone is over at once', async () => {
    const lost = new Person(url, 'sample/D046');
    const header = await lost.identity();
    expect((await send('GET', '/api/me', header)).status).toBe(200);
    await office.post('/people/D046/sessions/end');
    expect((await send('GET', '/api/me', header)).status).toBe(401);
  });
});

describe('somebody signed in', () => {
  let day: GoodDay;
  let order: PickupOrder;
  let point: string;
  beforeAll(async () => {
    day = await GoodDay.locked(office, { serviceDate: daysAhead(26) });
    await day.purchase();
    await day.allocated();
    await day.load();
    point = (await day.handOver()).pickupPoints[0]?.id ?? '';
    const [first] = await day.pickupOrders();
    if (!first) throw new Error('nothing to fetch');
    order = first;
  });

  test('leads their own compound and no other', async () => {
    const { items } = await leaderOfLt.get<{ items: object[] }>('/households?compound=LT');
    expect(items.length).toBeGreaterThan(0);
    expect(await refused(leaderOfLt.call('GET', '/households?compound=YF'))).toEqual([403, 'not-yours']);
    expect(await refused(leaderOfLt.call('GET', `${day.path}/orders`))).toEqual([403, 'not-yours']);
    expect(await refused(leaderOfLt.call('POST', `${day.path}/sign-ups/preview`, { text: '接龙' }))).toEqual([403, 'not-yours']);
    const opening = { compound: 'YF', serviceDate: daysAhead(9), cutOffAt: new Date().toISOString(), bundles: [{ code: 'SC01' }] };
    expect(await refused(leaderOfLt.call('POST', '/supply-runs', opening))).toEqual([403, 'not-yours']);
  });

  test('learns nothing of another’s order, not even that it is there', async () => {
    const [theirs, nothing] = [order.orderId, randomUUID()];
    for (const id of [theirs, nothing]) expect(await refused(leaderOfLt.call('GET', `/orders/${id}`))).toEqual([404, 'not-there']);
    expect(await refused(leaderOfLt.call('POST', `/orders/${theirs}/cancel`, {}))).toEqual([404, 'not-there']);
  });

  test('hands nothing out at another’s gate, with a code or without', async () => {
    const scan = { scanId: randomUUID(), kind: 'ask', run: day.runId, pointId: point, by: { code: order.code } };
    expect(await refused(captainOfLt.call('POST', '/pickups', scan))).toEqual([403, 'not-yours']);
    expect(await refused(captainOfLt.call('POST', '/pickups/batch', { deviceId: 'd', scans: [{ ...scan, kind: 'state' }] }))).toEqual([
      403,
      'not-yours',
    ]);
    expect(await refused(captainOfLt.call('POST', `${day.path}/close-pickup`, { reportId: randomUUID(), at: point }))).toEqual([
      403,
      'not-yours',
    ]);
    expect((await day.goods()).pickupPoints[0]).toMatchObject({ state: 'open', handedOut: 0 });
  });

  test('neither settles nor sees money without being one who does', async () => {
    for (const person of [leaderOfLt, captainOfLt, office.as('S004')]) {
      expect(await refused(person.call('POST', `${day.path}/settlement`, { reportId: randomUUID() }))).toEqual([403, 'not-yours']);
      expect(await refused(person.call('GET', `${day.path}/money`))).toEqual([403, 'not-yours']);
    }
  });
});
