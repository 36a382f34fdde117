import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MembersService, sample, sampleFile } from '../spec/members-service.js';

let service: MembersService;
let office: ReturnType<MembersService['as']>;
beforeAll(async () => {
  service = await MembersService.open();
  office = service.as('groups');
  await office.commit('organisation', sample);
  await service.rows('groups', `UPDATE memberships SET from_day = '2026-02-01'`);
}, 60_000);
afterAll(() => service.close());

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
const post = (path: string, body: object = {}) => office.send('post', path, body);
const groupId = async (name: string): Promise<string> =>
  (await office.get('/groups')).body.items.find(({ group, branch }: { group: string; branch: string }) => (group || branch) === name).id;
const lists = () => office.preview('people', ['branches-groups', 'members', 'supply-teams', 'roles'].map(sampleFile));
const deeds = (subject: string) =>
  service.rows<{ action: string }>('groups', `SELECT action, details FROM audit_entries WHERE subject_id = $1 ORDER BY audit_entry_id`, [
    subject,
  ]);

describe('a group', () => {
  test('has the leader of each day', async () => {
    const id = await groupId('第三小组');
    const appointed = await post(`/groups/${id}/leader`, { code: 'D020', from: '2026-11-20' });
    expect([appointed.status, appointed.body.leader]).toEqual([200, { code: 'D020', maskedName: '张**' }]);
    const leaderOn = async (on: string) => (await office.get(`/groups/${id}?on=${on}`)).body.leader?.code ?? null;
    expect([await leaderOn('2026-01-31'), await leaderOn('2026-11-19'), await leaderOn('2026-11-20'), await leaderOn(today)]).toEqual([
      null,
      'D019',
      'D020',
      'D020',
    ]);
    expect((await office.get('/people/D019')).body.memberships).toMatchObject([
      { duty: 'group-member', fromDay: '2026-11-20', untilDay: null },
      { duty: 'leader', fromDay: '2026-02-01', untilDay: '2026-11-20' },
    ]);
    expect(await deeds(id)).toEqual([{ action: 'appointLeader', details: { code: 'D020', from: '2026-11-20' } }]);
    expect((await post(`/groups/${id}/leader`, { code: 'D021', from: '2026-11-10' })).body).toMatchObject({
      code: 'before-last-change',
      details: { last: '2026-11-20' },
    });
    expect((await lists()).body.errors).toEqual([]);
    expect((await lists()).body).toMatchObject({ changed: 3 });
  });

  test('that lost its leader gets none for days on which another one led', async () => {
    const id = await groupId('第五小组');
    const place = { branch: '第二临时支部', group: '第五小组' };
    await post('/people/D037/move', { branch: '', from: '2026-11-22' });
    expect((await office.get(`/groups/${id}`)).body.leader).toBeNull();
    const early = await post('/people/D039/move', { ...place, duty: 'leader', from: '2026-11-21' });
    expect([early.status, early.body.code]).toEqual([422, 'before-last-change']);
    expect((await post('/people/D039/move', { ...place, duty: 'leader', from: '2026-11-22' })).status).toBe(200);
  });

  test('is left and joined one after the other, however many move at once: nobody takes back what another one did', async () => {
    const groups = ['第四小组', '第六小组', '第七小组', '第八小组'];
    const codes = ['D087', 'D088', 'D089', 'D090'];
    const moves = groups.map((group, at) => post(`/people/${codes[at]}/move`, { branch: '第二临时支部', group }));
    expect((await Promise.all(moves)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const [at, code] of codes.entries())
      expect((await office.get(`/people/${code}`)).body.memberships).toMatchObject([
        { group: groups[at], untilDay: null },
        { group: '第十小组', untilDay: today },
      ]);
  });

  test('is added, changed, filled, and ended once it is empty', async () => {
    const body = {
      branch: '第三临时支部',
      group: '守夜组',
      compounds: ['CD', 'LT'],
      gates: ['长堤北区西门'],
      purposes: ['封闭值守', '测温'],
    };
    expect((await post('/groups', body)).body.code).toBe('unknown-gate');
    const { status, headers, body: group } = await post('/groups', { ...body, gates: ['长堤北区南门'] });
    expect([status, headers['location']]).toEqual([201, `/api/groups/${group.id}`]);
    expect(group).toMatchObject({ ...body, gates: ['长堤北区南门'], active: true, leader: null, members: [] });
    const changed = await office.send('patch', `/groups/${group.id}`, { compounds: ['CD'], gates: [], source: '志愿' });
    expect(changed.body).toMatchObject({ compounds: ['CD'], gates: [], source: '志愿', purposes: ['封闭值守', '测温'] });
    await post('/people/X019/move', { branch: '第三临时支部', group: '守夜组' });
    expect((await post(`/groups/${group.id}/end`)).body).toMatchObject({ code: 'group-not-empty', details: { codes: ['X019'] } });
    await post('/people/X019/move', { branch: '' });
    expect((await post(`/groups/${group.id}/end`)).body).toMatchObject({ active: false, members: [] });
    expect((await office.send('patch', `/groups/${group.id}`, { gates: [] })).body.code).toBe('group-not-found');
    expect((await post('/groups', { branch: '第三临时支部', group: '守夜组' })).body.id).toBe(group.id);
    const nobody = await office.get('/groups/0193a1b2-0000-7000-8000-000000000001');
    expect([nobody.status, nobody.body.code]).toEqual([404, 'group-not-found']);
  });

  test('stands in the list of groups with its leader and how many they are; what is exported has all of it', async () => {
    const { items } = (await office.get('/groups')).body;
    expect(items.find(({ branch }: { branch: string }) => branch === '第一临时支部')).toMatchObject({
      group: '',
      leader: { code: 'X001', maskedName: '韩**' },
      people: 18,
      source: '下沉干部，4家单位',
    });
    const { files } = (await office.get('/exports/organisation')).body;
    expect((await office.preview('organisation', files)).body).toMatchObject({ new: 0, changed: 0, gone: 0, errors: [] });
  });
});

describe('a proposal', () => {
  const community = 'proposed';
  test('is made of those who are listed, changed by a person, and formed by the rules of the lists', async () => {
    const office = service.as(community);
    await office.commit('organisation', sample);
    const { body: proposal } = await office.get('/groups/proposal?category=报到党员').expect(200);
    expect(proposal.groups).toHaveLength(10);
    expect(proposal.groups.flatMap(({ members }: { members: string[] }) => members)).toHaveLength(90);
    expect(JSON.stringify(proposal)).not.toMatch(/腰伤|199-/);
    const groups = proposal.groups.map(({ number, compounds, leader, members }: Record<string, unknown>) => ({
      ...{ group: `新${String(number)}组`, compounds, leader, members },
    }));
    const branch = '第二临时支部';
    await office.send('post', '/groups/formation', { branch, groups }).expect(200);
    const { items } = (await office.get('/groups').expect(200)).body;
    expect(items.filter((item: { branch: string; group: string }) => item.branch === branch && item.group !== '')).toHaveLength(10);
    const twice = [groups[0], { ...groups[0], group: '又一组' }];
    expect((await office.send('post', '/groups/formation', { branch, groups: twice })).status).toBe(400);
    const nobody = [{ ...groups[0], members: [...groups[0].members, 'X999'] }];
    expect((await office.send('post', '/groups/formation', { branch, groups: nobody })).body.code).toBe('person-not-found');
  }, 60_000);
});
