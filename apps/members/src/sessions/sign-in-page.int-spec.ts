import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { MembersService, village } from '../spec/members-service.js';

const community = 'signing';
const secret = 'harmonica-71';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', village);
  const { body } = await service.as(community).send('post', '/people/S001/invitation', {}).expect(201);
  const invitation = new URL(body.link).searchParams.get('t');
  await supertest(service.app.getHttpServer()).post('/api/invitations/acceptance').send({ invitation, secret }).expect(201);
});
afterAll(() => service.close());

const right = { community, person: 'S001', secret };
const word = 'A'.repeat(22);
const send = (form: Record<string, string>, cookie: string) =>
  supertest(service.app.getHttpServer()).post('/api/sign-in').set('Cookie', cookie).type('form').send(form);
const press = (form: Record<string, string>) => send({ ...form, form: word }, `__Host-jielong-form=${word}`);
const sessionIn = (headers: Record<string, string | string[]>): string | undefined =>
  /__Host-jielong-session=\S+/.exec(cookiesIn(headers))?.[0];
const cookiesIn = (headers: Record<string, string | string[]>): string => [headers['set-cookie'] ?? []].flat().join('\n');

describe('the page on which a browser signs in', () => {
  test('asks who it is, without a script', async () => {
    const { text, headers } = await supertest(service.app.getHttpServer()).get('/api/sign-in').expect(200);
    for (const field of ['community', 'person', 'secret']) expect(text).toContain(`name="${field}"`);
    expect(text).not.toMatch(/<script|\son\w+=|src=|href=/i);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('signs in, with a cookie that scripts do not see', async () => {
    const { text, headers } = await press(right).expect(200);
    expect(text).toContain('已经登录');
    expect(cookiesIn(headers)).toMatch(/__Host-jielong-session=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax/);
  });

  test('is opened in the browser that sends it: another site signs nobody in as somebody else', async () => {
    const { text, headers } = await supertest(service.app.getHttpServer()).get('/api/sign-in').expect(200);
    const form = /name="form" value="([\w-]{22})"/.exec(text)?.[1] ?? '';
    expect(cookiesIn(headers)).toBe(`__Host-jielong-form=${form}; Path=/; Secure; HttpOnly; SameSite=Lax`);
    const cookie = `__Host-jielong-form=${form}`;
    const strange = [send(right, ''), send(right, cookie), send({ ...right, form }, ''), send({ ...right, form: word }, cookie)];
    for (const answer of await Promise.all([...strange, send({ ...right, form: '' }, '__Host-jielong-form=')])) {
      expect([answer.status, sessionIn(answer.headers)]).toEqual([403, undefined]);
      expect(answer.text).toContain('不是在这个浏览器里打开的');
    }
    expect(sessionIn((await send({ ...right, form }, cookie).expect(200)).headers)).toBeDefined();
  });

  test.each([
    ['a wrong secret', { ...right, secret: 'harmonica-72' }, 401],
    ['somebody who is not there', { ...right, person: 'S999' }, 401],
    ['nothing', {}, 422],
    ['a strange community', { ...right, community: '<b>"x' }, 422],
  ])('asks again after %s, and opens nothing', async (_what, form, status) => {
    const { text, headers } = await press(form).expect(status);
    expect(text).toContain('role="alert"');
    expect(text).not.toMatch(/<b>"x|harmonica/);
    expect(sessionIn(headers)).toBeUndefined();
  });

  test('says the same of a wrong secret and of somebody who is not there', async () => {
    const alert = async (form: Record<string, string>) => /role="alert".*/.exec((await press(form)).text)?.[0];
    expect(await alert({ ...right, secret: 'harmonica-72' })).toBe(await alert({ ...right, person: 'S998' }));
  });
});
