import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { say } from '../../spec/raw.js';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';
import { callerOf, nameCaller } from './caller.js';

let gateway: RealGateway;
let other: Awaited<ReturnType<RealGateway['another']>>;
beforeAll(async () => {
  gateway = await realGateway({ ADDRESS_REQUESTS_PER_MINUTE: '20', TRUSTED_PROXIES: '127.0.0.1' });
  other = await gateway.another();
});
afterAll(() => gateway.stop());

const ask = (address: string, language = 'zh', url = gateway.url) =>
  fetch(new URL('/api/households/1', url), { headers: { 'X-Forwarded-For': address, 'Accept-Language': language } });
const statuses = async (times: number, address: string) => {
  const urls = [gateway.url, other.url];
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => ask(address, 'zh', urls[n % 2])));
  return answers.reduce<Record<string, number>>((seen, { status }) => ({ ...seen, [status]: (seen[status] ?? 0) + 1 }), {});
};

describe('requests of one address', () => {
  test('are counted over all gateways, and each address by itself', async () => {
    expect(await statuses(50, '203.0.113.1')).toEqual({ 200: 20, 429: 30 });
    expect(await statuses(10, '203.0.113.2')).toEqual({ 200: 10 });
    expect(gateway.behind.take()).toHaveLength(30);
  });

  test('that are too many are told when to try again, in both languages', async () => {
    await statuses(25, '203.0.113.3');
    const [chinese, english] = [await ask('203.0.113.3'), await ask('203.0.113.3', 'en')];
    expect([chinese.status, chinese.headers.get('content-type')]).toEqual([429, 'application/problem+json; charset=utf-8']);
    expect(Number(chinese.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await chinese.json()).toMatchObject({
      code: 'too-many-requests',
      title: 'Too Many Requests',
      detail: expect.stringContaining('秒后再试'),
    });
    expect(await english.json()).toMatchObject({ detail: expect.stringContaining('Try again in') });
  });

  test('of one IPv6 network count together', async () => {
    for (let n = 0; n < 20; n += 1) expect((await ask(`2001:db8:0:1::${n}`)).status).toBe(200);
    expect((await ask('2001:db8:0:1:ffff::1')).status).toBe(429);
    expect((await ask('2001:db8:0:2::1')).status).toBe(200);
  });

  test('are counted whatever they ask for, what does not exist and what is refused by others included', async () => {
    for (let n = 0; n < 20; n += 1) await fetch(new URL('/api/nothing', gateway.url), { headers: { 'X-Forwarded-For': '203.0.113.4' } });
    expect((await ask('203.0.113.4')).status).toBe(429);
  });
});

test('nobody talks themselves out of a limit by naming another address', async () => {
  const outside = await gateway.another({ TRUSTED_PROXIES: '10.9.9.9' });
  const port = Number(new URL(outside.url).port);
  const from = (n: number) => say(port, `GET /api/households/1 HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: 198.51.100.${n}\r\n\r\n`);
  const seen = [];
  for (let n = 0; n < 25; n += 1) seen.push((await from(n)).status);
  expect(seen.filter((status) => status === 429)).toHaveLength(5);
});

describe('a session or a key that is good', () => {
  /** Knows every one whose name begins with good, and a key by its second part. */
  const members = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(knownIn(body)));
    });
  });
  const knownIn = (body: string) => {
    const session = /good-\d+/.exec(body)?.[0];
    return session === undefined ? { token: null } : { token: 'signed', session, kind: body.includes('.key.') ? 'key' : 'session' };
  };
  let url: string;
  beforeAll(async () => {
    await once(members.listen(0, '127.0.0.1'), 'listening');
    const { port } = members.address() as AddressInfo;
    const env = { MEMBERS_URL: `http://127.0.0.1:${port}`, SESSION_REQUESTS_PER_MINUTE: '5', KEY_REQUESTS_PER_MINUTE: '7' };
    url = (await gateway.another(env)).url;
  });
  afterAll(() => members.close().closeAllConnections());
  const times = async (count: number, session: string, address: string) => {
    const seen = [];
    for (let n = 0; n < count; n += 1) {
      const headers = { Authorization: `Bearer ${session}`, 'X-Forwarded-For': address };
      seen.push((await fetch(new URL('/api/supply-runs', url), { headers })).status);
    }
    return seen.filter((status) => status === 200).length;
  };

  test('is counted by itself, wherever it is used', async () => {
    expect(await times(4, 'good-1', '203.0.113.20')).toBe(4);
    expect(await times(4, 'good-1', '203.0.113.21')).toBe(1);
    expect(await times(4, 'good-2', '203.0.113.20')).toBe(4);
  });

  test('is counted as what it is: a key may ask as often as keys may', async () => {
    expect(await times(9, 'sample.key.good-3', '203.0.113.23')).toBe(7);
    expect(await times(9, 'good-3', '203.0.113.23')).toBe(5);
  });

  test('one that is not counts by its address, however often it changes', async () => {
    const passed = [];
    for (let n = 0; n < 25; n += 1) passed.push(await times(1, `bad-${n}`, '203.0.113.22'));
    expect(passed.filter((count) => count === 1)).toHaveLength(20);
  });
});

test('a request whose session or key is known counts as that, wherever it comes from', () => {
  const request = { ip: '203.0.113.9', socket: {} } as never;
  expect(callerOf(request)).toEqual({ kind: 'address', id: '203.0.113.9' });
  nameCaller(request, { kind: 'session', id: 's-1' });
  expect(callerOf(request)).toEqual({ kind: 'session', id: 's-1' });
});
