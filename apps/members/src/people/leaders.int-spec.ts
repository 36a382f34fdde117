import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grantsOf, type HeldRole, membersViews } from '@jielong/members-contract';
import { MembersService, sample } from '../spec/members-service.js';

const community = 'leaders';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', sample);
}, 60_000);
afterAll(() => service.close());

/** What somebody holds today, as their session would say. */
async function grants(code: string) {
  return grantsOf(await service.rows<HeldRole>(community, `SELECT * FROM ${membersViews.roles} WHERE code = $1`, [code]));
}
const as = async (code: string) => service.as(community, code, await grants(code));
const groupOf = async (code: string): Promise<{ group_id: string; branch_id: string } | undefined> =>
  (
    await service.rows<{ group_id: string; branch_id: string }>(
      community,
      'SELECT group_id, branch_id FROM memberships JOIN groups USING (community_id, group_id) WHERE code = $1 AND until_day IS NULL',
      [code],
    )
  )[0];

test('whoever leads a group holds that for its people and for the compounds that it is in charge of', async () => {
  const group = (await groupOf('D010'))?.group_id;
  const held = (await grants('D010')).filter(({ role }) => role === 'group-leader').map(({ scope }) => scope);
  expect(held).toHaveLength(3);
  expect(held).toContainEqual({ group });
  expect(held.filter(({ compound }) => compound).map(({ compound }) => compound)).toEqual(expect.arrayContaining(['YF', 'CH']));
});

test('a leader reads and reveals the people of the group, and nobody else', async () => {
  const leader = await as('D010');
  expect((await leader.get('/people/D016')).status).toBe(200);
  expect((await leader.send('post', '/people/D016/reveal', { reason: '临时换班' })).body.phone).toMatch(/^199-/);
  for (const [method, path] of [
    ['get', '/people/D003'],
    ['get', '/people/X001'],
  ] as const)
    expect((await leader[method](path)).body.code).toBe('not-yours');
  expect((await leader.send('post', '/people/D003/reveal', { reason: '好奇' })).body.code).toBe('not-yours');
  expect((await leader.send('post', '/people/find', { phone: '199-0000-3245' })).body.code).toBe('not-yours');
  expect((await leader.get('/groups/proposal?branch=第二临时支部')).body.code).toBe('not-yours');
});

test('the secretary of a branch reads its people, and not those of another', async () => {
  const secretary = await as('X001');
  expect((await grants('X001')).map(({ role }) => role)).toContain('branch-secretary');
  expect((await secretary.get('/people/X003')).status).toBe(200);
  expect((await secretary.get('/people/D003')).body.code).toBe('not-yours');
});

test('whoever leads no more holds nothing of it from that day on', async () => {
  const office = service.as(community);
  const group = (await groupOf('D019'))?.group_id ?? '';
  expect((await grants('D019')).some(({ role }) => role === 'group-leader')).toBe(true);
  expect((await office.send('post', `/groups/${group}/leader`, { code: 'D021' })).status).toBe(200);
  expect((await grants('D019')).some(({ role }) => role === 'group-leader')).toBe(false);
  expect((await grants('D021')).some(({ role }) => role === 'group-leader')).toBe(true);
});

test('services of the version before still read what people hold, without what leading gives', async () => {
  const rows = await service.rows<{ role: string }>(
    community,
    `SELECT role FROM members.published_roles_v1 WHERE code IN ('S001', 'D010')`,
  );
  expect(rows.map(({ role }) => role)).toContain('coordinator');
  expect(rows.map(({ role }) => role)).not.toContain('group-leader');
});
