import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { membersViews } from '@jielong/members-contract';
import pg from 'pg';
import { MembersService, sample } from '../spec/members-service.js';

const limit = 5;
let service: MembersService;
let households: readonly string[];
const as = (code: string) => service.as('sample', code);
beforeAll(async () => {
  service = await MembersService.open({ REVEALS_PER_DAY: String(limit) });
  await as('S001').commit('organisation', sample).expect(200);
  const { items } = (await as('S001').get('/households?compound=LT')).body;
  households = items.map(({ id }: { id: string }) => id);
});
afterAll(() => service.close());

const reveal = (path: string, by = 'S001', reason = '送药，先打电话') =>
  as(by).send('post', `${path}/reveal`, { reason }).unset('Idempotency-Key');
const household = (index: number, by?: string) => reveal(`/households/${households[index]}`, by);
const revealed = async (by: string) => (await as('S001').get(`/reveals?by=${by}`)).body.items;

describe('somebody reveals', () => {
  test('a household: all that lists do not show, kept with the reason, and recorded without any of it', async () => {
    const { status, body } = await household(0, 'D005');
    expect([status, Object.keys(body)]).toEqual([200, ['id', 'name', 'phone', 'otherPhones', 'remark', 'flags', 'flagTerms']]);
    expect(body.phone).toMatch(/^199-0000-\d{4}$/);
    expect(await revealed('D005')).toEqual([
      { kind: 'household', subject: households[0], reason: '送药，先打电话', revealedBy: 'D005', at: expect.any(String) },
    ]);
    const [trace] = await service.rows<object>('sample', `SELECT * FROM audit_entries WHERE action = 'reveal' AND actor = 'D005'`);
    expect(trace).toMatchObject({ subject_kind: 'household', subject_id: households[0], details: {} });
    expect(JSON.stringify(await service.rows('sample', 'SELECT * FROM reveals'))).not.toContain('送药');
    expect(JSON.stringify(await service.rows('sample', 'SELECT * FROM idempotency_keys'))).not.toContain(body.phone);
  });

  test('a person, by code', async () => {
    expect((await reveal('/people/D018', 'D006')).body).toEqual({ code: 'D018', name: '陈棉', phone: expect.stringMatching(/^199-/) });
    expect(await revealed('D006')).toMatchObject([{ kind: 'person', subject: 'D018' }]);
  });

  test.each([
    ['/people/X999', 404, 'person-not-found'],
    ['/households/0193a1b2-0000-7000-8000-000000000001', 404, 'household-not-found'],
  ])('%s: %d, and it counts for nothing', async (path, status, code) => {
    const answer = await reveal(path, 'D007');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await revealed('D007')).toEqual([]);
  });

  test.each([{}, { reason: '' }, { reason: ' ' }])('nothing without a reason: %j', async (body) => {
    expect((await as('D007').send('post', '/people/D018/reveal', body)).status).toBe(400);
    expect(await revealed('D007')).toEqual([]);
  });
});

describe('of a day', () => {
  test('so many are revealed and no more, however many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, (_, index) => household(index, 'D008')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(limit).fill(200), ...Array<number>(10).fill(403)]);
    const refused = answers.find(({ status }) => status === 403);
    expect(refused?.body).toMatchObject({ code: 'reveals-used-up', details: { limit } });
    expect(refused?.body).not.toHaveProperty('phone');
    expect(await revealed('D008')).toHaveLength(limit);
  });

  test('one that is seen again counts once and is kept each time', async () => {
    for (const index of [0, 1, 2, 3, 4, 4, 0]) expect((await household(index, 'D009')).status).toBe(200);
    expect((await reveal('/people/D018', 'D009')).body.code).toBe('reveals-used-up');
    expect(await revealed('D009')).toHaveLength(7);
  });

  test('another day begins anew, and another person has a count of their own', async () => {
    for (const index of [0, 1, 2, 3, 4]) await household(index, 'D010');
    expect((await household(5, 'D010')).status).toBe(403);
    await service.behind(`UPDATE members.reveals SET at = at - interval '1 day' WHERE revealed_by = 'D010'`);
    expect((await household(5, 'D010')).status).toBe(200);
    expect((await household(5, 'D011')).status).toBe(200);
  });
});

test('the coordinator sees who has revealed whom page by page, the last first, and that leaves a trace', async () => {
  const first = (await as('S001').get('/reveals?limit=2')).body;
  const rest = (await as('S001').get('/reveals').query({ limit: 200, after: first.next })).body;
  const all = [...first.items, ...rest.items].map(({ at }: { at: string }) => at);
  expect(first.items).toHaveLength(2);
  expect(rest.next).toBeNull();
  expect(new Set(all).size).toBeGreaterThan(15);
  const [read] = await service.rows<{ times: number }>(
    'sample',
    `SELECT count(*)::integer AS times FROM audit_entries WHERE action = 'listReveals' AND actor = 'S001'`,
  );
  expect(read?.times).toBeGreaterThan(1);
});

test('orders and logistics learn who has said why today, in their own community, and read no reason', async () => {
  await household(0, 'D013');
  await household(1, 'D013');
  await service.behind(`UPDATE members.reveals SET at = at - interval '1 day' WHERE revealed_by = 'D013' AND subject = '${households[1]}'`);
  for (const schema of ['orders', 'logistics'] as const) {
    const reader = new pg.Client(service.database.url(schema));
    await reader.connect();
    const seen = async (community: string) => {
      await reader.query(`SELECT set_config('app.community_id', $1, false)`, [community]);
      return (await reader.query(`SELECT * FROM ${membersViews.reveals} WHERE revealed_by = 'D013'`)).rows;
    };
    expect(await seen('sample')).toEqual([{ community_id: 'sample', kind: 'household', subject: households[0], revealed_by: 'D013' }]);
    expect(await seen('another')).toEqual([]);
    await reader.end();
  }
});

test('a whole telephone finds its person, masked', async () => {
  const { phone } = (await reveal('/people/D018', 'D012')).body;
  const found = await as('S001')
    .send('post', '/people/find', { phone: phone.replaceAll('-', '') })
    .unset('Idempotency-Key');
  expect(found.body).toMatchObject({ items: [{ code: 'D018', maskedName: '陈**' }], next: null });
  expect((await as('S001').send('post', '/people/find', { phone: '0018' })).status).toBe(400);
});
