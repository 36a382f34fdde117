import { expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { scratchService } from '../spec/scratch-service.js';
import { dataSourceOptions } from './database.module.js';

/** Alone in its file: statements are counted in a process, and afterwards nothing more of it is kept. */
test('statements without end do not fill a connection', async () => {
  const service = await scratchService();
  const app = await new DataSource(
    dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.appUrl, DATABASE_POOL: 1 }),
  ).initialize();
  for (let i = 0; i < 600; i += 1) await app.query(`SELECT $1::integer + ${i} AS sum`, [1]);
  expect(await app.query('SELECT $1::integer + 599 AS sum', [1])).toEqual([{ sum: 600 }]);
  const [kept] = await app.query<{ count: number }[]>('SELECT count(*)::integer FROM pg_prepared_statements');
  expect(kept?.count).toBe(500);
  await app.destroy();
  await service.drop();
});
