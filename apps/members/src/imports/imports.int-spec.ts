import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acting } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { changed, MembersService, sample, sampleFile, village } from '../spec/members-service.js';

let service: MembersService;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());
const withVillage = async (community: string) => {
  const { status, body } = await service.as(community).commit('organisation', village);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return service.as(community);
};
const householdIds = (community: string) =>
  service.rows<{ id: string }>(community, 'SELECT household_id AS id FROM households WHERE ended_at IS NULL ORDER BY sort_key');

describe('the sample community', () => {
  test('is previewed, then imported whole; the same files again change nothing', async () => {
    const office = service.as('sample');
    const preview = await office.preview('organisation', sample);
    expect(preview.body).toMatchObject({ kind: 'organisation', changed: 0, gone: 0, unchanged: 0, errors: [], errorCount: 0 });
    expect(preview.body.files.map(({ file, new: added }: { file: string; new: number }) => [file, added])).toEqual([
      ['compounds.csv', 11],
      ['buildings.csv', 78],
      ['branches-groups.csv', 11],
      ['members.csv', 112],
      ['supply-teams.csv', 30],
      ['households.csv', 3204],
      ['roles.csv', 34],
    ]);
    expect(preview.body.differences).toHaveLength(100);
    expect((await office.get('/community')).body).toEqual({ id: 'sample', name: '示范社区', people: 0, households: 0 });

    const commit = await office.commit('organisation', sample, preview.body.revision);
    expect([commit.status, commit.body.new]).toEqual([200, 3480]);
    expect((await office.get('/community')).body).toEqual({ id: 'sample', name: '示范社区', people: 126, households: 3204 });

    const counted = `SELECT relname FROM pg_class WHERE relnamespace = 'members'::regnamespace AND relname IN ('households', 'buildings') AND reltuples <= 0`;
    expect(await service.rows('sample', counted)).toEqual([]); // else whoever joins them takes them for empty

    const before = await householdIds('sample');
    const again = await office.commit('organisation', sample);
    expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 3480, differences: [] });
    expect(await householdIds('sample')).toEqual(before);
  }, 60_000);

  test('has priorities and fulfilment from its flags, and people with roles and what they cover', async () => {
    const care = `SELECT compound, priority, fulfilment, count(*)::integer FROM published_households_v2
                   WHERE compound = 'LT' GROUP BY 1, 2, 3 ORDER BY 2, 3`;
    const counts = await service.rows<{ priority: boolean; fulfilment: string; count: number }>('sample', care);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(340);
    expect(counts.filter(({ priority, fulfilment }) => !priority && fulfilment !== 'pick-up')).toEqual([]);
    expect(counts.map(({ fulfilment }) => fulfilment)).toEqual(expect.arrayContaining(['pick-up', 'to-door', 'left-at-door']));
    const [captain] = await service.rows<object>('sample', `SELECT roles, scopes, active FROM published_people_v1 WHERE code = 'D010'`);
    expect(captain).toEqual({ roles: ['gate-captain', 'gate-captain', 'member'], scopes: ['云飞苑东门', '春晖苑南门', ''], active: true });
    const buildings = `SELECT building, units, gate, pickup_point FROM published_buildings_v1 WHERE compound = 'CL' AND building IN ('1', '8') ORDER BY 1`;
    expect(await service.rows('sample', buildings)).toEqual([
      { building: '1', units: 3, gate: '南门', pickup_point: '南门门房' },
      { building: '8', units: 3, gate: '北门', pickup_point: '北门花坛' },
    ]);
  });

  test('of which nothing is written when one row is broken: the row is named', async () => {
    const broken = sample.map((file) =>
      file.name === 'households.csv' ? { ...file, content: file.content.replace('LT,蓝天花园,1,1,201,', 'LT,蓝天花园,99,1,201,') } : file,
    );
    const refused = await service.as('elsewhere').commit('organisation', broken);
    expect([refused.status, refused.body.code]).toEqual([422, 'import-errors']);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ file: 'households.csv', line: 4, column: '楼栋', code: 'unknown-building', path: 'households.csv:4:楼栋' }),
    ]);
    expect(await service.rows('elsewhere', 'SELECT FROM compounds')).toEqual([]);
    expect(await service.rows('elsewhere', 'SELECT FROM communities')).toEqual([]);
  }, 30_000);
});

describe('an import', () => {
  test('of other kinds takes its own files, one of a single list under any name', async () => {
    const office = await withVillage('kinds');
    const [households] = changed('households.csv', (content) => content.replace('张叶', '张晔'));
    const renamed = await office.commit('households', [{ name: '2月住户.csv', content: households?.content ?? '' }]);
    expect(renamed.body).toMatchObject({
      changed: 1,
      differences: [{ file: '2月住户.csv', key: 'LT 3 1 501', columns: ['户主姓名'], line: 2 }],
    });
    const people = await office.commit('people', [
      { name: 'members.csv', content: '编号,姓名,居住小区代码,居住楼栋\r\nD001,郎澄,LT,3\r\n' },
      { name: 'supply-teams_20261126-1030_S001.csv', content: '队名,职务,人员编号,姓名\r\n一队,队长,D001,郎澄\r\n' },
    ]);
    expect([people.status, people.body.new]).toEqual([200, 2]);
    const wrong = await office.preview('people', [sampleFile('households')]);
    expect(wrong.body.errors).toEqual([expect.objectContaining({ file: 'households.csv', line: 1, code: 'unknown-file' })]);
    expect((await office.preview('weather', village)).status).toBe(400);
  });

  test('ends what is gone, and brings it back under the same id', async () => {
    const office = await withVillage('gone');
    const before = await householdIds('gone');
    const shorter = changed('households.csv', (content) => content.replace(/^CZ.*\r\n/m, ''));
    expect((await office.commit('households', shorter)).body).toMatchObject({
      gone: 1,
      differences: [{ change: 'gone', key: 'CZ 7  12', line: null }],
    });
    expect(await householdIds('gone')).toEqual(before.slice(1));
    expect((await office.commit('organisation', village)).body).toMatchObject({ new: 1, unchanged: 9 });
    expect(await householdIds('gone')).toEqual(before);
  });

  test('keeps the id of a pickup point, and gives a renamed one another', async () => {
    const office = await withVillage('points');
    const points = () =>
      service.rows<{ id: string; name: string }>(
        'points',
        `SELECT pickup_point_id AS id, name FROM pickup_points WHERE compound = 'LT' AND ended_at IS NULL`,
      );
    const [before] = await points();
    const moved = village.map((file) => ({ ...file, content: file.content.replaceAll('岗亭', '快递柜') }));
    expect((await office.commit('organisation', moved)).body).toMatchObject({ new: 0, changed: 3, gone: 0 });
    const [after] = await points();
    expect(after).toMatchObject({ name: '快递柜' });
    expect(after?.id).not.toBe(before?.id);
    await office.commit('organisation', village);
    expect(await points()).toEqual([before]);
  });

  test('with the revision of a preview is refused when the data has changed since', async () => {
    const office = await withVillage('revisions');
    const one = changed('households.csv', (content) => content.replace('张叶', '张晔'));
    const { revision } = (await office.preview('households', one)).body;
    await office.commit(
      'households',
      changed('households.csv', (content) => content.replace('张叶', '章叶')),
    );
    const refused = await office.commit('households', one, revision);
    expect([refused.status, refused.body.code]).toEqual([409, 'changed-since-preview']);
    expect((await office.commit('households', one, refused.body.details.revision)).status).toBe(200);
  });

  test('sent twice under one key is one import; without a key it is refused', async () => {
    const office = service.as('keys');
    const [first, second] = await Promise.all([
      office.commit('organisation', village, undefined, 'import-key-1'),
      office.commit('organisation', village, undefined, 'import-key-1'),
    ]);
    expect(first.body).toEqual(second.body);
    expect(first.body.new).toBe(10);
    expect(await service.rows('keys', `SELECT FROM audit_entries WHERE action = 'importFiles'`)).toHaveLength(1);
    const bare = office.get('/community').set(acting('keys/S001'));
    expect((await bare).status).toBe(200);
    const without = await office.commit('organisation', village).unset('Idempotency-Key');
    expect([without.status, without.body.code]).toEqual([400, 'idempotency-key-missing']);
  });

  test('waits for another one: of two at the same time the second compares with what the first has left', async () => {
    await withVillage('crowd');
    const renamings = ['张甲', '张乙', '张丙', '张丁'].map((name) => changed('households.csv', (content) => content.replace('张叶', name)));
    const answers = await Promise.all(renamings.map((files) => service.as('crowd').commit('households', files)));
    expect(answers.map(({ status, body }) => [status, body.changed, body.new, body.gone])).toEqual(answers.map(() => [200, 1, 0, 0]));
    expect(await householdIds('crowd')).toHaveLength(4);
    const { revision } = (
      await service.as('crowd').preview(
        'households',
        changed('households.csv', (content) => content),
      )
    ).body;
    const same = await Promise.all(
      [1, 2].map(() =>
        service.as('crowd').commit(
          'households',
          changed('households.csv', (content) => content),
          revision,
        ),
      ),
    );
    expect(same.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('does not wait for whoever makes an index', async () => {
    const owner = await new DataSource({ type: 'postgres', url: service.database.url('members', 'owner') }).initialize();
    try {
      await owner.transaction(async (tx) => {
        await tx.query('LOCK TABLE members.person_roles IN SHARE UPDATE EXCLUSIVE MODE');
        await withVillage('indexed');
      });
    } finally {
      await owner.destroy();
    }
  });

  test.each([
    ['no files', { files: [] }],
    ['a file without content', { files: [{ name: 'a.csv' }] }],
    ['another member', { files: village, force: true }],
  ])('of %s is malformed', async (_, body) => {
    const answer = await service.as('bad').send('post', '/imports/organisation?mode=commit', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed']);
  });

  test.each([
    ['an open quote', '小区代码,小区\r\nLT,"蓝', 'broken-quotes', 2],
    ['another encoding', '小区代码,\uFFFD\uFFFD\r\n', 'not-utf-8', 1],
    ['no header', '', 'empty-file', 1],
    ['another table', 'a,b\r\n1,2\r\n', 'missing-column', 1],
  ])('of a file with %s says so', async (_, content, code, line) => {
    const { status, body } = await service.as('bad').commit('compounds', [{ name: 'c.csv', content }]);
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ file: 'c.csv', line, code });
  });
});
