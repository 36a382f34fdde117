import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { foundCommunity } from '../accounts/found-community.js';
import { MembersService, sample, sampleFile, sampleWorkbook } from '../spec/members-service.js';

let service: MembersService;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

const changedMembers = (change: (content: string) => string) => [{ name: 'members.csv', content: change(sampleFile('members').content) }];

describe('the workbook of the organisation', () => {
  test('is imported as it is, sheet by sheet; again it changes nothing, and the CSV files say the same', async () => {
    const office = service.as('workbook');
    expect((await office.preview('organisation', [sampleWorkbook])).body.errors).toMatchObject([
      { file: 'organisation.xlsx/党员', code: 'no-coordinator' },
    ]);
    const commit = await office.commit('organisation', [sampleWorkbook, sampleFile('roles')]);
    expect([commit.status, commit.body.files]).toEqual([
      200,
      [
        { file: 'organisation.xlsx/小区', new: 11, changed: 0, gone: 0, unchanged: 0 },
        { file: 'organisation.xlsx/楼栋', new: 78, changed: 0, gone: 0, unchanged: 0 },
        { file: 'organisation.xlsx/支部与小组', new: 11, changed: 0, gone: 0, unchanged: 0 },
        { file: 'organisation.xlsx/党员', new: 112, changed: 0, gone: 0, unchanged: 0 },
        { file: 'organisation.xlsx/物资保障队', new: 30, changed: 0, gone: 0, unchanged: 0 },
        { file: 'roles.csv', new: 34, changed: 0, gone: 0, unchanged: 0 },
      ],
    ]);
    await office.commit('households', [sampleFile('households')]);
    const again = await office.preview('organisation', sample);
    expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 3480 });
  }, 60_000);

  test('keeps what it says of people, branches and groups', async () => {
    const [kept] = await service.rows<object>(
      'workbook',
      `SELECT gender, age, employer, home_compound, home_building, skills, availability FROM people WHERE code = 'D003'`,
    );
    expect(kept).toEqual({
      gender: 'male',
      age: 28,
      employer: '某汽车零部件厂',
      home_compound: 'LT',
      home_building: '6',
      skills: ['会开车'],
      availability: ['afternoons', 'evenings'],
    });
    expect((await service.as('workbook').get('/people/D003')).body.limits).toBe('腰伤，不能搬重物');
    const groups = await service.rows<object>(
      'workbook',
      `SELECT b.name AS branch, g.name AS "group", count(*)::integer AS people, count(*) FILTER (WHERE duty IN ('leader', 'secretary'))::integer AS leading
         FROM memberships m JOIN groups g USING (community_id, group_id) JOIN branches b USING (community_id, branch_id)
        WHERE until_day IS NULL GROUP BY 1, 2`,
    );
    expect(groups).toHaveLength(11);
    expect(groups).toContainEqual({ branch: '第一临时支部', group: '', people: 18, leading: 1 });
    expect(groups).toContainEqual({ branch: '第二临时支部', group: '第十小组', people: 9, leading: 1 });
    const shared = `SELECT g.name, array_agg(v.gate ORDER BY v.position) AS gates FROM group_coverage v JOIN groups g USING (community_id, group_id)
       WHERE v.compound = 'CD' AND v.gate IS NOT NULL GROUP BY 1 ORDER BY 1`;
    expect(await service.rows('workbook', shared)).toEqual([
      { name: '第九小组', gates: ['东门'] },
      { name: '第十小组', gates: ['南门', '北门'] },
    ]);
  });

  test('names a mistake by sheet, row and column, and writes nothing', async () => {
    const broken = { ...sampleWorkbook, content: Buffer.from('PK, not really').toString('base64') };
    const unreadable = await service.as('broken').commit('organisation', [broken]);
    expect([unreadable.status, unreadable.body.errors]).toEqual([
      422,
      [expect.objectContaining({ file: 'organisation.xlsx', code: 'not-a-workbook' })],
    ]);
    const elsewhere = { ...sampleFile('members'), content: sampleFile('members').content.replace('组长,LT,7', '组长,LT,70') };
    const wrong = await service.as('broken').commit('organisation', [sampleWorkbook, sampleFile('roles'), elsewhere]);
    expect(wrong.body.errors).toMatchObject([{ path: 'members.csv:1', code: 'repeated-file' }]);
    const alone = await service.as('broken').commit('people', [sampleWorkbook]);
    expect(alone.body.errors).toContainEqual(expect.objectContaining({ path: 'organisation.xlsx/小区:1', code: 'unknown-file' }));
    expect(alone.body.errors).toContainEqual(
      expect.objectContaining({
        path: 'organisation.xlsx/支部与小组:3:负责小区代码',
        code: 'unknown-compound',
        message: { zh: expect.any(String), en: expect.any(String) },
      }),
    );
    expect(await service.rows('broken', 'SELECT FROM people')).toEqual([]);
  });
});

test('the first coordinator, who comes before all lists, is nobody whom a workbook without roles ends', async () => {
  await service.app.get(DataSource).transaction(async (tx) => {
    await tx.query(`SELECT set_config('app.community_id', 'founded', true)`);
    await foundCommunity(tx, '新社区', 'S001');
  });
  const office = service.as('founded');
  expect((await office.commit('organisation', [sampleWorkbook])).body).toMatchObject({ new: 242, gone: 0 });
  const { files } = (await office.get('/exports/organisation')).body;
  expect((await office.preview('organisation', files)).body).toMatchObject({ new: 0, changed: 0, gone: 0, errors: [] });
  expect((await office.send('post', '/people/D090/end', {})).status).toBe(200);
  expect((await office.commit('people', [sampleFile('roles')])).body).toMatchObject({ new: 33, changed: 1, gone: 0 });
});

describe('a group', () => {
  test('has the members and the leader of each day: an import ends what holds no more and begins what holds now', async () => {
    const office = service.as('days');
    await office.commit('organisation', sample);
    await service.rows('days', `UPDATE memberships SET from_day = '2026-02-01'`);
    const moved = changedMembers((content) =>
      content.replace('第一小组,组长,LT,7', '第二小组,组员,LT,7').replace('第一小组,组员,LT,6,有面包车', '第一小组,组长,LT,6,有面包车'),
    );
    expect((await office.commit('people', moved)).body).toMatchObject({ changed: 2, gone: 0 });
    const of = `SELECT m.code, g.name AS "group", m.duty, m.until_day IS NOT NULL AS ended FROM memberships m JOIN groups g USING (community_id, group_id)
       WHERE m.code IN ('D001', 'D002') ORDER BY m.code, m.from_day`;
    expect(await service.rows('days', of)).toEqual([
      { code: 'D001', group: '第一小组', duty: 'leader', ended: true },
      { code: 'D001', group: '第二小组', duty: 'group-member', ended: false },
      { code: 'D002', group: '第一小组', duty: 'group-member', ended: true },
      { code: 'D002', group: '第一小组', duty: 'leader', ended: false },
    ]);
    expect((await office.commit('people', moved)).body).toMatchObject({ changed: 0, new: 0, gone: 0 });
    const back = await office.commit('people', [sampleFile('branches-groups'), sampleFile('members')]);
    expect(back.body).toMatchObject({ changed: 3, gone: 0 });
  }, 60_000);

  test.each([
    ['a person in two groups at once', 'one_group_at_a_time', `('D005', 'group-member', '第三小组')`],
    ['two leaders at once', 'one_leader_at_a_time', `('S001', 'leader', '第三小组')`],
  ])('the database refuses %s', async (_, constraint, row) => {
    const insert = `INSERT INTO memberships (code, duty, group_id, from_day)
      SELECT r.code, r.duty, g.group_id, '2026-02-10' FROM (VALUES ${row}) AS r(code, duty, name) JOIN groups g USING (name)`;
    await expect(service.rows('days', insert)).rejects.toMatchObject({ driverError: { constraint } });
  });
});
