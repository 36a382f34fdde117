import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrate } from '@jielong/platform';
import { testDatabase } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { migrations } from './index.js';
import { ReportRuns1796470000000 } from './1796470000000-report-runs.migration.js';

const [one, two] = ['0193a1b2-0000-7000-8000-000000000001', '0193a1b2-0000-7000-8000-000000000002'];
let database: Awaited<ReturnType<typeof testDatabase>>;
let owner: DataSource;
beforeAll(async () => {
  database = await testDatabase('empty');
  await migrate({ schema: 'logistics', migrations }, database.url('logistics', 'owner'));
  owner = new DataSource({
    ...{ type: 'postgres', url: database.url('logistics', 'owner'), installExtensions: false },
    extra: { options: '-c search_path=logistics,public' },
  });
  await owner.initialize();
});
afterAll(async () => {
  await owner.destroy();
  await database.drop();
});

const inside = <T>(community: string, sql: string, parameters: readonly unknown[] = []): Promise<T[]> =>
  owner.transaction(async (tx) => {
    await tx.query(`SELECT set_config('app.community_id', $1, true)`, [community]);
    return tx.query<T[]>(sql, [...parameters]);
  });
const report = (community: string, id: string, runs: readonly string[]) =>
  inside(
    community,
    `INSERT INTO reports (report_id, process_id, step, runs, body, body_hash, answer, entered_by, done_by, channel, evidence)
     VALUES ($1, 'trip:x', 'confirmLoading', $2, '{}', '', '{}', 'D018', 'D018', 'api', 'counted')`,
    [id, runs],
  );
const known = (community: string) =>
  inside<{ run_id: string; report_id: string }>(community, 'SELECT run_id, report_id FROM report_runs ORDER BY report_id, run_id');

test('reports of before are found by each of their runs, of each community its own; later ones as they come', async () => {
  const [migration, runner] = [new ReportRuns1796470000000(), owner.createQueryRunner()];
  await migration.down(runner);
  await report('a', 'first', [one, two, one]);
  await report('b', 'other', [one]);
  await report('a', 'of-none', []);
  await runner.startTransaction();
  await migration.up(runner);
  await runner.commitTransaction();
  await runner.release();
  await report('a', 'second', [two]);
  expect(await known('a')).toEqual([
    { run_id: one, report_id: 'first' },
    { run_id: two, report_id: 'first' },
    { run_id: two, report_id: 'second' },
  ]);
  expect(await known('b')).toEqual([{ run_id: one, report_id: 'other' }]);
});
