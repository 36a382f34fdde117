import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataSourceOptions, keepKeys, migrate } from '@jielong/platform';
import { sealedConstraints, testDatabase, testDataKeys, wordsInTheClear } from '@jielong/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { SealedValues1795900000000 } from '../migrations/1795900000000-sealed-values.migration.js';
import { sealedTables } from './sealed.js';
import { MembersService, sample } from './spec/members-service.js';

let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as('sample').commit('organisation', sample).expect(200);
});
afterAll(() => service.close());

test('every column that only takes sealed values is in the list by which keys are rotated, and none besides', async () => {
  const listed = sealedTables.flatMap(({ name, columns }) => columns.map((column) => `${name.replace('members.', '')}_${column}_sealed`));
  expect(await sealedConstraints(service.database.adminUrl, 'members')).toEqual(listed.toSorted());
});

/** Takes the last migrations back, as the owner. */
async function takeBack(url: string, times: number): Promise<void> {
  const options = { ...dataSourceOptions({ schema: 'members' }, { DATABASE_URL: url, DATABASE_POOL: 1 }), migrations };
  const owner = await keepKeys(new DataSource(options), testDataKeys).initialize();
  for (let taken = 0; taken < times; taken += 1) await owner.undoLastMigration();
  await owner.destroy();
}

/** Names of two or more characters, telephones and remarks of a list: one character alone is what is shown of a name. */
function personal(file: string): string[] {
  const [header = '', ...rows] = (sample.find(({ name }) => name === file)?.content ?? '').trim().split(/\r?\n/);
  const columns = ['户主姓名', '姓名', '手机', '备注'].map((name) => header.replace('\uFEFF', '').split(',').indexOf(name));
  return rows.flatMap((row) => columns.flatMap((at) => row.split(',')[at] ?? [])).filter((word) => word.length > 1);
}

test('of three thousand households and everybody who helps nothing personal stands in any table', async () => {
  const words = [...new Set(['households.csv', 'members.csv', 'roles.csv', 'supply-teams.csv'].flatMap(personal))];
  expect(words.length).toBeGreaterThan(5_000);
  const flags = ['elderly-alone', 'disabled', 'pregnant', 'chronically-ill', 'isolated'];
  const found = await wordsInTheClear(service.database.adminUrl, 'members', [...words, ...flags]);
  expect(found.slice(0, 10)).toEqual([]);
});

test('a database that is in use is sealed by the migration, and in the clear again when it is taken back', async () => {
  const database = await testDatabase('empty');
  const ownerUrl = database.url('members', 'owner');
  const before = migrations.slice(0, migrations.indexOf(SealedValues1795900000000));
  await migrate({ schema: 'members', migrations: before }, ownerUrl);
  const admin = new pg.Client({
    connectionString: database.adminUrl,
    options: '-c search_path=members',
  });
  await admin.connect();
  await admin.query(`
    INSERT INTO compounds (community_id, code, name) SELECT c, 'LT', '蓝天花园' FROM unnest('{a,b}'::text[]) c;
    INSERT INTO gates (community_id, compound, name, position) SELECT c, 'LT', '南门', 0 FROM unnest('{a,b}'::text[]) c;
    INSERT INTO pickup_points (community_id, compound, gate, name, position) SELECT c, 'LT', '南门', '岗亭', 0 FROM unnest('{a,b}'::text[]) c;
    INSERT INTO buildings (community_id, compound, building, units, floors, rooms_per_floor, pickup_point_id)
      SELECT community_id, 'LT', '3', 1, 0, 0, pickup_point_id FROM pickup_points;
    INSERT INTO people (community_id, code, name, masked_name, phone, category, listed) VALUES ('a', 'S001', '钟启', '钟**', '199-0000-9001', '', true);
    INSERT INTO households (community_id, compound, building, unit, room, ordinal, provisional, masked_name, residents, residents_over_65, listed_flags,
      chosen_flags, priority, usual_fulfilment) SELECT c, 'LT', '3', '1', '501', 1, false, '李**', 2, 1, '{disabled,isolated}', '{}', true, 'pick-up' FROM unnest('{a,b}'::text[]) c;
    INSERT INTO household_contacts (community_id, household_id, name, phone, remark) SELECT community_id, household_id, '李芮', '199-0000-0002', '租户' FROM households;
    INSERT INTO idempotency_keys (community_id, actor, operation, key, body_hash, status, answer) VALUES ('a', 'S001', 'addHousehold', 'k', '', 201, '{"name": "李芮"}')`);
  const rows = async () =>
    (await admin.query('SELECT * FROM households JOIN household_contacts USING (community_id, household_id) ORDER BY community_id')).rows;
  const words = ['李芮', '钟启', '199-0000', '租户', 'disabled'];
  expect((await wordsInTheClear(database.adminUrl, 'members', words)).length).toBeGreaterThan(5);
  const clear = await rows();
  await expect(migrate({ schema: 'members', migrations }, ownerUrl)).rejects.toThrow('set DATA_KEYS');
  expect(await rows()).toEqual(clear);
  await migrate({ schema: 'members', migrations }, ownerUrl, [], testDataKeys);
  expect(await wordsInTheClear(database.adminUrl, 'members', words)).toEqual([]);
  await takeBack(ownerUrl, migrations.length - before.length);
  expect(await rows()).toEqual(clear);
  await admin.end();
  await database.drop();
});
