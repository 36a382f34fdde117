import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { manyProxies, scansOf, type TestDatabase, testDatabase } from '@jielong/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { belongings } from './belongings.js';
import { collectsFor, ordersForOf } from './home/homes.rows.js';
import { standingCollectors } from './orders/collectors.rows.js';
import { readOrder } from './orders/order-list.js';

const community = 'sample';
let database: TestDatabase;
let db: DataSource;
let [household, acting] = ['', ''];
beforeAll(async () => {
  database = await testDatabase();
  ({ household, acting } = await manyProxies(database.adminUrl, community));
  const extra = { options: '-c search_path=orders' };
  db = await new DataSource({ type: 'postgres', url: database.url('orders'), installExtensions: false, extra }).initialize();
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const parts = (tx: EntityManager, kind: string, id: string) => tx.query<{ part: object }[]>(belongings[kind]?.byLink ?? '', [id]);

test.each<[string, (tx: EntityManager) => Promise<unknown>]>([
  ['who may see an order by a link', (tx) => parts(tx, 'orders', household)],
  ['who may order for a household by a link', (tx) => parts(tx, 'ordered-for', household)],
  ['for whom a household orders', (tx) => ordersForOf(tx, acting)],
  ['whether it collects for another one', (tx) => collectsFor(tx, household, acting)],
  ['who collects for some', (tx) => standingCollectors(tx, [household, acting])],
  ['an order with the people who collect it', (tx) => readOrder(tx, randomUUID()).catch(() => undefined)],
])('%s is found by index among thousands who act for others', async (_, work) => {
  const scans = await inCommunity(db, community, (tx) => scansOf(tx, 'household_proxies', work));
  expect(scans.length).toBeGreaterThan(0);
  expect(scans.filter(({ by }) => by === 'Seq Scan')).toEqual([]);
});

test('of a household into which others were merged all that act for one of them are found', async () => {
  const found = await inCommunity(db, community, (tx) => parts(tx, 'ordered-for', household));
  expect(found).toHaveLength(5);
  expect(await inCommunity(db, community, (tx) => ordersForOf(tx, acting))).toMatchObject([{ household, compoundName: '蓝天花园' }]);
});

test('who have signed in pay for none of it', async () => {
  const select = (kind: string) => belongings[kind]?.select ?? '';
  const asked = (tx: EntityManager) => Promise.all(['orders', 'ordered-for'].map((kind) => tx.query(select(kind), [household])));
  expect(await inCommunity(db, community, (tx) => scansOf(tx, 'household_proxies', asked))).toEqual([]);
});
