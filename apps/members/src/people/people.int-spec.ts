import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { grantsOf, type HeldRole, membersViews } from '@jielong/members-contract';
import { MembersService, sample, sampleFile, village } from '../spec/members-service.js';

let service: MembersService;
let office: ReturnType<MembersService['as']>;
beforeAll(async () => {
  service = await MembersService.open();
  office = service.as('people');
  await office.commit('organisation', sample);
  await service.rows('people', `UPDATE memberships SET from_day = '2026-02-01'`);
}, 60_000);
afterAll(() => service.close());

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
const post = (path: string, body: object = {}, key?: string) => office.send('post', path, body, key);
const groupId = async (name: string): Promise<string> =>
  (await office.get('/groups')).body.items.find(({ group, branch }: { group: string; branch: string }) => (group || branch) === name).id;
const lists = () => office.preview('people', ['branches-groups', 'members', 'supply-teams', 'roles'].map(sampleFile));
const deeds = (subject: string) =>
  service.rows<{ action: string }>(
    'people',
    `SELECT action, details FROM audit_entries WHERE subject_id = $1 AND action !~ '^read' ORDER BY audit_entry_id`,
    [subject],
  );

describe('a person', () => {
  test('is shown with everything but name and phone, and every group; reading leaves a trace', async () => {
    const { body } = await office.get('/people/D003');
    expect(body).toEqual({
      id: expect.any(String),
      code: 'D003',
      maskedName: '何**',
      category: '报到党员',
      roles: [{ role: 'member', scope: '' }],
      active: true,
      listed: true,
      gender: 'male',
      age: 28,
      employer: '某汽车零部件厂',
      homeCompound: 'LT',
      homeBuilding: '6',
      skills: ['会开车'],
      limits: '腰伤，不能搬重物',
      availability: ['afternoons', 'evenings'],
      remark: '',
      memberships: [
        {
          groupId: await groupId('第一小组'),
          branch: '第二临时支部',
          group: '第一小组',
          duty: 'group-member',
          fromDay: '2026-02-01',
          untilDay: null,
        },
      ],
    });
    expect(await service.rows('people', `SELECT actor FROM audit_entries WHERE action = 'readPerson' AND subject_id = 'D003'`)).toEqual([
      { actor: 'S001' },
    ]);
    const nobody = await office.get('/people/D999');
    expect([nobody.status, nobody.body.code]).toEqual([404, 'person-not-found']);
  });

  test('is added once, changed, and ended for good; the preview of the old list shows all of it', async () => {
    const body = {
      code: 'D200',
      name: '高新',
      skills: ['护士'],
      homeCompound: 'LT',
      homeBuilding: '2',
      branch: '第二临时支部',
      group: '第一小组',
      availability: ['evenings'],
    };
    const [first, second] = await Promise.all([post('/people', body, 'add-person-1'), post('/people', body, 'add-person-1')]);
    expect([first.status, first.headers['location'], second.body]).toEqual([201, '/api/people/D200', first.body]);
    expect(first.body).toMatchObject({
      maskedName: '高**',
      listed: true,
      memberships: [{ duty: 'group-member', fromDay: today, untilDay: null }],
    });
    expect((await post('/people', body)).body.code).toBe('person-exists');
    const changed = await office.send('patch', '/people/D200', { limits: '只能上午', employer: '=1+1', age: 40 });
    expect(changed.body).toMatchObject({ limits: '只能上午', employer: '=1+1', age: 40, skills: ['护士'] });
    expect((await lists()).body).toMatchObject({ gone: 1, changed: 0, differences: [{ change: 'gone', key: 'D200' }] });
    const ended = await post('/people/D200/end');
    expect(ended.body).toMatchObject({ active: false, roles: [], memberships: [{ untilDay: today }] });
    expect((await post('/people/D200/end')).body).toMatchObject({ active: false });
    expect((await lists()).body).toMatchObject({ new: 0, gone: 0, changed: 0 });
    expect(await deeds('D200')).toEqual([
      { action: 'addPerson', details: {} },
      { action: 'changePerson', details: { fields: ['age', 'employer', 'limits'] } },
      { action: 'endPerson', details: {} },
    ]);
    expect((await office.send('patch', '/people/D200', { age: 41 })).status).toBe(404);
  });

  test('changed by hand is changed again by a later list, whose preview says so', async () => {
    await office.send('patch', '/people/D004', { name: '冯改', phone: '199-1', skills: ['会开车'] });
    expect((await lists()).body.differences).toEqual([
      expect.objectContaining({ change: 'changed', key: 'D004', columns: ['姓名', '手机', '技能与条件'] }),
    ]);
    await office.send('patch', '/people/S003', { name: '何改' });
    expect((await lists()).body.differences).toContainEqual(expect.objectContaining({ key: 'S003 accountant 社区', columns: ['姓名'] }));
    const listed = await office.commit('people', ['branches-groups', 'members', 'supply-teams', 'roles'].map(sampleFile));
    expect(listed.body).toMatchObject({ changed: 2, new: 0, gone: 0 });
    expect((await office.get('/people/D004')).body.skills).toEqual(['有面包车']);
  });

  test('is given a role for what there is, once, and loses it; the lists say which', async () => {
    const captain = { role: 'building-captain', scope: 'LT-7' };
    expect((await post('/people/D006/roles', captain)).body.roles).toEqual([
      { role: 'building-captain', scope: 'LT-7' },
      { role: 'member', scope: '' },
    ]);
    expect((await post('/people/D006/roles', captain)).status).toBe(200);
    expect((await lists()).body).toMatchObject({ gone: 1, differences: [{ change: 'gone', key: 'D006 building-captain LT-7' }] });
    expect((await post('/people/D006/roles', { ...captain, scope: 'LT-77' })).body.code).toBe('unknown-scope');
    expect((await post('/people/D006/roles/end', captain)).body.roles).toEqual([{ role: 'member', scope: '' }]);
    const again = await post('/people/D006/roles/end', captain);
    expect([again.status, again.body.code]).toEqual([404, 'role-not-held']);
    expect((await post('/people/D006/roles', { role: 'member' })).status).toBe(400);
    expect((await lists()).body).toMatchObject({ gone: 0, changed: 0 });
  });

  test('is named for a gate to hand out there, by an account of their own; the list that is taken out says so, and is taken in unchanged', async () => {
    const volunteer = { role: 'gate-volunteer', scope: '蓝天花园南门' };
    const held = async () =>
      grantsOf(
        await service.rows<HeldRole>('people', `SELECT * FROM ${membersViews.roles} WHERE code = 'D006' AND role = 'gate-volunteer'`),
      );
    expect((await post('/people/D006/roles', { ...volunteer, scope: '蓝天花园西北门' })).body.code).toBe('unknown-scope');
    expect((await post('/people/D006/roles', volunteer)).body.roles).toContainEqual(volunteer);
    const here = { role: 'gate-volunteer', scope: { compound: 'LT', gate: '南门' } };
    expect(await held()).toEqual([here]);
    const own = service.as('people', 'D006', await held());
    expect((await own.get('/me')).body).toMatchObject({ person: 'D006', grants: [here] });
    expect((await own.get('/households?compound=LT')).body.code).toBe('not-yours');
    for (const format of ['csv', 'xlsx']) {
      const { body } = await office.get(`/exports/organisation?format=${format}`);
      const again = await office.preview('organisation', body.files);
      expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, errors: [] });
    }
    expect((await post('/people/D006/roles/end', volunteer)).body.roles).toEqual([{ role: 'member', scope: '' }]);
    expect(await held()).toEqual([]);
  });

  test.each([
    ['post', '/people', { code: 'D201', name: '高', homeCompound: 'LT', homeBuilding: '99' }, 422, 'unknown-building'],
    ['post', '/people', { code: 'D201', name: '高', branch: '第二临时支部', group: '第九十小组' }, 422, 'unknown-group'],
    ['post', '/people', { code: 'D201', name: '高', branch: '第二临时支部', group: '第一小组', duty: 'leader' }, 422, 'two-leaders'],
    ['post', '/people', { code: 'D201', name: '高', branch: '第二临时支部', group: '第一小组', duty: 'secretary' }, 422, 'duty-elsewhere'],
    ['post', '/people', { code: 'S003', name: '另一个' }, 409, 'person-exists'],
    ['post', '/people', { code: 'D201', name: '' }, 400, 'malformed'],
    ['post', '/people', { code: 'D 1/2', name: '高' }, 422, 'not-a-code'],
    ['post', '/people', { code: 'D201', name: '高', availability: ['never'] }, 400, 'malformed'],
    ['patch', '/people/D001', {}, 400, 'malformed'],
    ['patch', '/people/Z001', { skills: ['护士'] }, 409, 'person-not-listed'],
    ['post', '/people/Z001/move', { branch: '第二临时支部', group: '第一小组' }, 409, 'person-not-listed'],
    ['post', '/people/D005/move', { branch: '第二临时支部', group: '第一小组', from: '2036-01-01' }, 422, 'not-yet'],
    ['post', '/people/D005/move', { branch: '第二临时支部', group: '第二小组', from: '2026-01-31' }, 422, 'before-last-change'],
  ] as const)('%s %s %j is refused with %d %s', async (method, path, body, status, code) => {
    const answer = await office.send(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

test('the last coordinator stays', async () => {
  const few = service.as('few');
  await few.commit('organisation', village);
  const left = await few.send('post', '/people/S001/roles/end', { role: 'coordinator', scope: '社区' });
  expect(left.body.code).toBe('no-coordinator');
  const refused = await few.send('post', '/people/S001/end', {});
  expect([refused.status, refused.body.code]).toEqual([422, 'no-coordinator']);
  expect((await few.get('/people/S001')).body.active).toBe(true);
});
