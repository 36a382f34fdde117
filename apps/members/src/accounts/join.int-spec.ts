import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { MembersService, village } from '../spec/members-service.js';

let service: MembersService;
let places = 0;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

const secret = 'harmonica-71';
/** The link of the coordinator of a community of its own. */
async function invitation(): Promise<{ community: string; link: string }> {
  const community = `j${(places += 1)}`;
  await service.as(community).commit('organisation', village);
  const { body } = await service.as(community).send('post', '/people/S001/invitation', {}).expect(201);
  return { community, link: body.link };
}
const pathOf = (link: string): string => new URL(link).pathname + new URL(link).search;
const look = (link: string) => supertest(service.app.getHttpServer()).get(pathOf(link));
const press = (link: string, form: Record<string, string>) =>
  supertest(service.app.getHttpServer()).post(pathOf(link)).type('form').send(form);
const sessionsOf = (community: string) => service.rows(community, 'SELECT FROM sessions');

describe('the page of an invitation', () => {
  test('asks for a secret, twice, as often as it is opened, and uses nothing up', async () => {
    const { community, link } = await invitation();
    await look(link).expect(200);
    const { text, headers } = await look(link).expect(200);
    for (const said of ['设置口令', 'S001', 'name="secret"', 'name="again"']) expect(text).toContain(said);
    expect(text).not.toMatch(/<script|\son\w+=|src=|href=/i);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
    expect(await sessionsOf(community)).toEqual([]);
  });

  test('signs in, with a cookie that scripts do not see, and says what comes next', async () => {
    const { community, link } = await invitation();
    const { text, headers } = await press(link, { secret, again: secret }).expect(200);
    expect(text).toContain('已经登录');
    expect(text).not.toContain(secret);
    const cookies = [headers['set-cookie'] ?? []].flat();
    expect(cookies.join('\n')).toMatch(/__Host-jielong-session=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax/);
    expect(await sessionsOf(community)).toHaveLength(1);
    const used = await press(link, { secret, again: secret });
    expect(used.status).toBe(409);
    expect(used.text).toContain('已经用过');
    expect((await look(link)).status).toBe(409);
    expect(await sessionsOf(community)).toHaveLength(1);
  });

  test.each([
    ['typed differently', secret, `${secret}x`, '不一样'],
    ['too easy', '123456', '123456', '太容易猜到'],
    ['too short', '12345', '12345', 'role="alert"'],
    ['empty', '', '', 'role="alert"'],
  ])('says what is wrong with a secret that is %s, and stays open', async (_what, first, again, said) => {
    const { community, link } = await invitation();
    const { text } = await press(link, { secret: first, again }).expect(422);
    expect(text).toContain(said);
    expect(text).toContain('name="secret"');
    expect(await sessionsOf(community)).toEqual([]);
    await press(link, { secret, again: secret }).expect(200);
  });

  test.each(['', 'x', `j1.${'a'.repeat(43)}`, '<script>alert(1)</script>'])('of no invitation says so: %j', async (t) => {
    const link = `https://x.example/api/join?t=${encodeURIComponent(t)}`;
    for (const answer of [await look(link), await press(link, { secret, again: secret })]) {
      expect([400, 409]).toContain(answer.status);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.text).not.toContain('<script');
    }
  });
});
