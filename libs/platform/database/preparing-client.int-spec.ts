import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { dataSourceOptions } from './database.module.js';
import { inCommunity } from './in-community.js';

let service: ScratchService;
let app: DataSource; // one connection: all that is asked is asked there
beforeAll(async () => {
  service = await scratchService();
  app = await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.appUrl, DATABASE_POOL: 1 })).initialize();
});
afterAll(async () => {
  await app.destroy();
  await service.drop();
});

const owner = () =>
  new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.ownerUrl, DATABASE_POOL: 1 })).initialize();
const kept = async (like: string): Promise<number> => {
  const [found] = await app.query<{ count: number }[]>(
    `SELECT count(*)::integer FROM pg_prepared_statements WHERE statement LIKE '${like}'`,
  );
  return found?.count ?? NaN;
};
const times = 8; // more than PostgreSQL plans anew for

test('a statement that comes again is parsed once, and answers each time for its own community', async () => {
  for (const community of ['a', 'b']) {
    await inCommunity(app, community, (tx) => tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', [`of-${community}`, 1]));
    for (let i = 0; i < times; i += 1) {
      const found = await inCommunity(app, community, (tx) => tx.query('SELECT order_id FROM orders WHERE portions = $1', [1]));
      expect(found).toEqual([{ order_id: `of-${community}` }]);
    }
  }
  expect(await kept('SELECT order_id FROM orders%')).toBe(1);
});

const changes = async (sql: string): Promise<void> => {
  const migration = await owner();
  await migration.query(sql);
  await migration.destroy();
};
test('a statement whose result has become another fails once at most', async () => {
  const all = () => inCommunity(app, 'a', (tx) => tx.query<object[]>('SELECT * FROM orders WHERE order_id = $1', ['of-a']));
  await all();
  await changes('ALTER TABLE orders ADD COLUMN remark text');
  await expect(all()).rejects.toThrow('cached plan must not change result type');
  expect(await all()).toMatchObject([{ order_id: 'of-a', remark: null }]);
});

test('a statement that compares what has become of another type fails once at most', async () => {
  await changes('ALTER TABLE orders ADD COLUMN mark integer');
  const marked = () => inCommunity(app, 'a', (tx) => tx.query<object[]>('SELECT order_id FROM orders WHERE mark = $1', [1]));
  expect(await marked()).toEqual([]);
  await changes('ALTER TABLE orders ALTER COLUMN mark TYPE text');
  await expect(marked()).rejects.toMatchObject({ code: '42883' });
  expect(await marked()).toEqual([]);
});

test('a statement that its connection no longer has fails once at most', async () => {
  const all = () => inCommunity(app, 'a', (tx) => tx.query<object[]>('SELECT portions FROM orders WHERE order_id = $1', ['of-a']));
  await all();
  const [known] = await app.query<{ name: string }[]>(`SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT portions%'`);
  await app.query(`DEALLOCATE "${known?.name}"`);
  await expect(all()).rejects.toMatchObject({ code: '26000' });
  expect(await all()).toHaveLength(1);
});

test('what begins a transaction is sent with its first statement, and still all of it happens or nothing', async () => {
  const both = inCommunity(app, 'a', async (tx) => {
    await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', ['half', 1]);
    await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', ['other-half', 'many']);
  });
  await expect(both).rejects.toMatchObject({ code: '22P02' });
  expect(await inCommunity(app, 'a', (tx) => tx.query('SELECT FROM orders WHERE order_id = $1', ['half']))).toEqual([]);
});

test('where a transaction does not begin, nothing follows', async () => {
  const ask = pg.Client.prototype.query;
  const unlessBeginning = function (this: pg.Client, ...said: unknown[]): unknown {
    return said[0] === 'START TRANSACTION' ? Promise.reject(new Error('canceling statement')) : Reflect.apply(ask, this, said);
  };
  const asking = (value: unknown) => Object.defineProperty(pg.Client.prototype, 'query', { value, configurable: true, writable: true });
  asking(unlessBeginning);
  const own = await new DataSource(
    dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.appUrl, DATABASE_POOL: 1 }),
  ).initialize();
  const place = () => inCommunity(own, 'a', (tx) => tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', ['unbegun', 1]));
  await expect(place()).rejects.toThrow('canceling statement');
  asking(ask);
  await own.destroy();
  for (const community of ['a', ''])
    expect(await inCommunity(app, community, (tx) => tx.query('SELECT FROM orders WHERE order_id = $1', ['unbegun']))).toEqual([]);
});

test('on a connection that is lost nothing begins, and the next one is a new one', async () => {
  const lost = inCommunity(app, 'a', async (tx) => {
    const [own] = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
    await service.administer(`SELECT pg_terminate_backend(${own?.pid})`);
    await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', ['lost', 1]);
  });
  await expect(lost).rejects.toThrow();
  expect(await inCommunity(app, 'a', (tx) => tx.query('SELECT FROM orders WHERE order_id = $1', ['lost']))).toEqual([]);
});
