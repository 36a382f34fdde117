import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calendarDateOf } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { MembersActivityService } from '../members.activities.js';
import { MembersService, village } from '../spec/members-service.js';

const community = 'east';
let service: MembersService;
let [first, second, third] = ['', '', ''];
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', village).expect(200);
  const { items } = (await office().get('/households')).body;
  [first, second, third] = items.map(({ id }: { id: string }) => id);
});
afterAll(() => service.close());

const office = () => service.as(community);
const inDays = (days: number): string => calendarDateOf(new Date(Date.now() + days * 86_400_000));
const add = (id: string, body: object, key?: string) => office().send('post', `/households/${id}/proxies`, body, key);
const list = async (id: string) => (await office().get(`/households/${id}/proxies`).expect(200)).body.items;
/** What orders and logistics read. */
const acting = (id: string) =>
  service.rows<object>(
    community,
    `SELECT person, other, may_collect AS collect, may_order AS "order" FROM ${membersViews.proxies} WHERE household_id = $1 ORDER BY other, person`,
    [id],
  );

describe('who acts for a household', () => {
  test('is a person or another household, from a day to a day, and whoever has said so is named', async () => {
    const { body: person } = await add(first, { person: 'S001', may: ['collect'], until: inDays(5) }).expect(201);
    const { body: household } = await add(first, { household: second }).expect(201);
    await add(first, { household: third, from: inDays(2), until: inDays(4) }).expect(201);
    expect(person).toMatchObject({
      person: 'S001',
      household: null,
      may: ['collect'],
      from: inDays(0),
      until: inDays(5),
      setBy: 'S001',
      counts: true,
    });
    expect((await list(first)).map(({ counts }: { counts: boolean }) => counts)).toEqual([false, true, true]);
    expect(await acting(first)).toEqual([
      { person: null, other: second, collect: true, order: true },
      { person: 'S001', other: null, collect: true, order: false },
    ]);
    await office().send('post', `/households/${first}/proxies/${household.id}/end`, {}).expect(200);
    const { body: again } = await office().send('post', `/households/${first}/proxies/${household.id}/end`, {}).expect(200);
    expect(again).toMatchObject({ id: household.id, counts: false, endedAt: expect.any(String) });
    expect(await acting(first)).toEqual([{ person: 'S001', other: null, collect: true, order: false }]);
  });

  test('does so once at a time, also where two say so at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(second, { person: 'S001', until: inDays(3) })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('proxy-exists');
    await add(second, { person: 'S001', from: inDays(4) }).expect(201);
  });

  test('is over on the day after the last one', async () => {
    await add(third, { person: 'S001', from: inDays(-3), until: inDays(-1) }).expect(201);
    expect([await acting(third), (await list(third))[0].counts]).toEqual([[], false]);
  });

  test('is not the household itself, nor somebody who is not there', async () => {
    expect((await add(first, { household: first })).body.code).toBe('own-proxy');
    expect((await add(first, { person: 'X999' })).body.code).toBe('person-not-found');
    expect((await add(first, { household: crypto.randomUUID() })).body.code).toBe('household-not-found');
    expect((await add(crypto.randomUUID(), { person: 'S001' })).status).toBe(404);
    expect((await office().send('post', `/households/${first}/proxies/${crypto.randomUUID()}/end`, {})).body.code).toBe('proxy-not-found');
  });

  test.each([
    {},
    { person: 'S001', household: '0193a1b2-0000-7000-8000-000000000001' },
    { person: 'S001', may: [] },
    { person: 'S001', from: '2026-12-02', until: '2026-12-01' },
  ])('is not said by %j', async (body) => expect((await add(first, body)).status).toBe(400));

  test('acts for the household that it is after a merge, and never for itself', async () => {
    const other = async (): Promise<string> =>
      (await office().send('post', '/households', { compound: 'LT', room: '3-2-601', name: '赵宁' }).expect(201)).body.id;
    const [staying, ending] = [await other(), await other()];
    await add(ending, { household: first }).expect(201);
    await add(ending, { household: staying, may: ['order'] }).expect(201);
    await office().send('post', `/households/${ending}/merge`, { into: staying, reason: '同一家' }).expect(200);
    expect(await acting(staying)).toEqual([{ person: null, other: first, collect: true, order: true }]);
    expect(await list(ending)).toHaveLength(2);
    expect((await add(ending, { person: 'S001' })).body.code).toBe('household-merged');
  });
});

test('of an erased household nobody acts any more, and it acts for nobody', async () => {
  const erase = (subject: string) =>
    service.app.get(MembersActivityService).eraseInMembers(community, { id: crypto.randomUUID(), kind: 'household', subject });
  await add(first, { household: second }).expect(201);
  await add(second, { household: first }).expect(201);
  await erase(first);
  expect((await acting(first)).length).toBe(0);
  expect((await acting(second)).filter((it) => JSON.stringify(it).includes(first))).toEqual([]);
});
