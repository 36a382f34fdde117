import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import supertest from 'supertest';
import { MembersService, village } from '../spec/members-service.js';
import { RealProvider, type Tampering } from '../spec/real-provider.js';

const community = 'with-provider';
let provider: RealProvider;
let service: MembersService;
beforeAll(async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined); // the provider says that it keeps everything in memory
  provider = await RealProvider.start();
  service = await MembersService.open(provider.env(community));
  await service.as(community).commit('organisation', village);
}, 60_000);
beforeEach(() => void (provider.person = 'S001'));
afterEach(() => void (provider.tampering = undefined));
afterAll(async () => {
  await service.close();
  await provider.stop();
});

const get = (path: string, cookie = '') => supertest(service.app.getHttpServer()).get(path).set('Cookie', cookie).redirects(0);
const cookiesIn = (headers: Record<string, unknown>): string[] => [headers['set-cookie'] ?? []].flat().map(String);
interface Begun {
  /** What the browser keeps meanwhile. */
  readonly cookie: string;
  /** Where it is sent back to. */
  readonly back: string;
}
async function begun(): Promise<Begun> {
  const { headers } = await get('/api/oidc/sign-in').expect(302);
  const [cookie = ''] = cookiesIn(headers);
  expect(cookie).toMatch(/^__Host-jielong-oidc=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
  return { cookie: cookie.split(';')[0] ?? '', back: await provider.visit(String(headers['location'])) };
}
const finished = ({ cookie, back }: Begun) => get(back, cookie);
const sessions = () => service.rows<{ code: string }>(community, 'SELECT code FROM sessions ORDER BY opened_at');
/** Answers how many sessions were opened by what is done. */
async function opened(work: () => Promise<unknown>): Promise<number> {
  const before = (await sessions()).length;
  await work();
  return (await sessions()).length - before;
}

describe('somebody whom the provider has signed in', () => {
  test('is signed in here, in cookies, as the person of their code', async () => {
    const answer = await finished(await begun());
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('<dd>S001</dd>');
    expect(answer.text).not.toMatch(/<script/i);
    const cookies = cookiesIn(answer.headers);
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-jielong-session',
      '__Host-jielong-device',
      '__Host-jielong-oidc',
    ]);
    expect(cookies[2]).toContain('Max-Age=0');
    const credential = /^__Host-jielong-session=([^;]+)/.exec(cookies[0] ?? '')?.[1];
    const { body } = await supertest(service.app.getHttpServer()).post('/api/internal/callers').send({ credential }).expect(200);
    expect(body).toMatchObject({ token: expect.any(String), kind: 'session' });
    const trail = await service.rows(
      community,
      `SELECT action, subject_id FROM audit_entries WHERE action IN ('acceptProvider', 'signIn') ORDER BY audit_entry_id`,
    );
    expect(trail).toEqual(['acceptProvider', 'signIn'].map((action) => ({ action, subject_id: 'S001' })));
  });

  test.each([
    ['is not in the lists', 'X999'],
    ['is there no more', 'Z901'],
  ])('and %s is not signed in, and does not come to be', async (_, person) => {
    const office = service.as(community);
    await office.send('post', '/people', { code: 'Z901', name: '苏湛', category: '居民志愿者' });
    await office.send('post', '/people/Z901/end', {});
    const people = () => service.rows(community, 'SELECT code, ended_at FROM people ORDER BY code');
    const before = await people();
    provider.person = person;
    const attempt = await begun();
    expect(await opened(async () => expect((await finished(attempt)).status).toBe(403))).toBe(0);
    expect(await people()).toEqual(before);
    const [last] = await service.rows(community, 'SELECT action, subject_id FROM audit_entries ORDER BY audit_entry_id DESC LIMIT 1');
    expect(last).toEqual({ action: 'refuseSignIn', subject_id: 'unknown' });
  });

  test('and who has no code there is not signed in', async () => {
    provider.person = 'no-code';
    const answer = await finished(await begun());
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('employee_number');
  });

  test('and who has said no there is not signed in', async () => {
    provider.person = 'refused';
    const attempt = await begun();
    expect(attempt.back).toContain('error=access_denied');
    expect((await finished(attempt)).status).toBe(401);
  });
});

describe('an answer of the provider', () => {
  test('counts once: sent again, with everything that came with it, it opens nothing', async () => {
    const attempt = await begun();
    expect(await opened(() => finished(attempt).expect(200))).toBe(1);
    expect(await opened(() => finished(attempt).expect(401))).toBe(0);
  });

  test('counts in the browser that has begun, and in no other', async () => {
    const [mine, theirs] = [await begun(), await begun()];
    const swapped = [
      { ...mine, cookie: '' },
      { ...mine, cookie: theirs.cookie },
      { ...mine, cookie: '__Host-jielong-oidc=a.b.c' },
    ];
    for (const attempt of swapped) expect(await opened(() => finished(attempt).expect(401))).toBe(0);
    expect(await opened(() => finished(mine).expect(200))).toBe(1);
  });

  test.each(['state', 'code', 'iss'])('with another %s opens nothing', async (name) => {
    const attempt = await begun();
    const url = new URL(attempt.back, 'https://jielong.example.org');
    url.searchParams.set(name, name === 'iss' ? 'https://elsewhere.example' : 'x'.repeat(43));
    expect(await opened(() => finished({ ...attempt, back: `${url.pathname}${url.search}` }).expect(401))).toBe(0);
  });

  test('that says something twice is malformed', async () => {
    const { cookie, back } = await begun();
    await get(`${back}&state=x`, cookie).expect(400);
  });

  const second = () => Math.floor(Date.now() / 1_000);
  test.each<[string, () => Tampering]>([
    ['for another audience', () => ({ claims: { aud: 'another-client' } })],
    ['of another issuer', () => ({ claims: { iss: 'https://elsewhere.example' } })],
    ['to another attempt', () => ({ claims: { nonce: 'x'.repeat(43) } })],
    ['that is over', () => ({ claims: { iat: second() - 7_200, exp: second() - 3_600 } })],
    ['that somebody else has signed', () => ({ isForged: true })],
  ])('with an ID token %s opens nothing', async (_, tampering) => {
    const attempt = await begun();
    provider.tampering = tampering();
    expect(await opened(() => finished(attempt).expect(401))).toBe(0);
  });

  test('with an ID token that was only written anew is good: what is refused is what differs', async () => {
    const attempt = await begun();
    provider.tampering = {};
    expect(await opened(() => finished(attempt).expect(200))).toBe(1);
  });
});

describe('a provider', () => {
  test('that does not answer is said to be away, and is found as soon as it answers', async () => {
    const late = await RealProvider.start();
    const env = late.env(community);
    await late.stop();
    const waiting = await MembersService.open(env);
    const ask = () => supertest(waiting.app.getHttpServer()).get('/api/oidc/sign-in').redirects(0);
    expect((await ask()).status).toBe(503);
    await late.again();
    expect((await ask()).status).toBe(302);
    await waiting.close();
    await late.stop();
  });

  test('that is away while somebody comes back uses up no try; an answer that is wrong uses one of its own', async () => {
    const late = await RealProvider.start();
    const waiting = await MembersService.open(late.env(community));
    const ask = (path: string, cookie = '') => supertest(waiting.app.getHttpServer()).get(path).set('Cookie', cookie).redirects(0);
    const { headers } = await ask('/api/oidc/sign-in').expect(302);
    const cookie = cookiesIn(headers)[0]?.split(';')[0];
    const back = await late.visit(String(headers['location']));
    await late.stop();
    for (let nth = 0; nth < 5; nth += 1) await ask(back, cookie).expect(503);
    const counted = () => waiting.rows(community, `SELECT split_part(key, ':', 1) AS kind, points FROM limit_counters WHERE points > 0`);
    expect(await counted()).toEqual([]);
    await late.again();
    await ask(back.replace('state=', 'state=x'), cookie).expect(401);
    expect(await counted()).toEqual([{ kind: 'sign-in-provider', points: 1 }]);
    await waiting.close();
    await late.stop();
  });

  test('that nobody has set up is 404', async () => {
    const without = await MembersService.open();
    for (const path of ['sign-in', 'callback'])
      expect((await supertest(without.app.getHttpServer()).get(`/api/oidc/${path}`)).status).toBe(404);
    await without.close();
  });
});
