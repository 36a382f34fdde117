import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

/** In the place of members: knows every session whose name begins with good and that has not ended, and says what it was asked. */
let asked: string[];
let ended: Set<string>;
let isAway: boolean;
const members = createServer((request, response) => {
  request.setEncoding('utf8').on('data', (body: string) => {
    const { credential } = JSON.parse(body) as { credential: string };
    asked.push(credential);
    answer(response, credential);
  });
});
const answer = (response: ServerResponse, credential: string): void => {
  const known = credential.startsWith('good') && !ended.has(credential);
  response.writeHead(isAway ? 500 : 200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(known ? { token: 'signed', session: credential, kind: 'session' } : { token: null }));
};

const allowed = 20;
let gateway: RealGateway;
let places = 0;
let here: string;
beforeAll(async () => {
  await once(members.listen(0, '127.0.0.1'), 'listening');
  const MEMBERS_URL = `http://127.0.0.1:${(members.address() as AddressInfo).port}`;
  gateway = await realGateway({ MEMBERS_URL, ADDRESS_REQUESTS_PER_MINUTE: String(allowed), TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await gateway.stop();
  members.close().closeAllConnections();
});
beforeEach(() => {
  [asked, ended, isAway, here] = [[], new Set(), false, `203.0.113.${(places += 1)}`];
});

const ask = async (headers: Record<string, string>, url = gateway.url): Promise<number> =>
  (await fetch(new URL('/api/supply-runs', url), { headers: { 'X-Forwarded-For': here, ...headers } })).status;
const as = (session: string, url = gateway.url) => ask({ Authorization: `Bearer ${session}` }, url);
const inBrowser = (session: string) => ask({ Cookie: `__Host-jielong-session=${session}` });
const flood = (count: number, url = gateway.url) => Promise.all(Array.from({ length: count }, (_, n) => as(`bad-${n}`, url)));
const passed = (statuses: readonly number[]): number => statuses.filter((status) => status === 200).length;

describe('what is made up', () => {
  test('reaches members no more once its address has used up its limit, by header or cookie, at whichever gateway', async () => {
    const other = await gateway.another();
    expect(passed(await flood(60))).toBe(allowed);
    expect(passed(await flood(60, other.url))).toBe(0);
    expect([await as('bad-once-more'), await inBrowser('bad-in-a-browser')]).toEqual([429, 429]);
    expect(asked).toHaveLength(allowed);
  });

  test('does not reach it either where the limit was used up without anything', async () => {
    for (let n = 0; n < allowed; n += 1) expect(await ask({})).toBe(200);
    expect([await as('bad'), asked]).toEqual([429, []]);
  });

  test('counts while members cannot tell', async () => {
    isAway = true;
    const statuses = await flood(60);
    expect([statuses.filter((status) => status === 503), asked]).toMatchObject([{ length: allowed }, { length: allowed }]);
  });
});

describe('a good session', () => {
  test('that was used here is looked up as ever, whatever others behind its address make up', async () => {
    expect(await as('good-used')).toBe(200);
    await flood(60);
    asked = [];
    expect([await as('good-used'), await inBrowser('good-used')]).toEqual([200, 200]);
    expect(asked).toEqual(['good-used', 'good-used']);
  });

  test('that nobody has seen here waits with its address, and with no other', async () => {
    await flood(60);
    expect(await as('good-unseen')).toBe(429);
    here = '203.0.113.250';
    expect(await as('good-unseen')).toBe(200);
  });

  test('uses up nothing of its address, however many come from there', async () => {
    for (let n = 0; n < 2 * allowed; n += 1) expect(await as(`good-many-${n}`)).toBe(200);
    expect(passed(await flood(60))).toBe(allowed);
  });

  test('that has ended is one of the strangers again', async () => {
    expect(await as('good-ending')).toBe(200);
    ended.add('good-ending');
    const statuses = [];
    for (let n = 0; n < 2 * allowed; n += 1) statuses.push(await as('good-ending'));
    expect([passed(statuses), asked]).toMatchObject([allowed, { length: 1 + allowed }]);
  });
});
