import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { manyProxies, scansOf, type TestDatabase, testDatabase } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { allPickupOrders } from './pickup-orders.query.js';

const community = 'sample';
let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  await manyProxies(database.adminUrl, community);
  const extra = { options: '-c search_path=logistics' };
  db = await new DataSource({ type: 'postgres', url: database.url('logistics'), installExtensions: false, extra }).initialize();
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test('who else may collect an order is found by index among thousands who act for others', async () => {
  const scans = await inCommunity(db, community, (tx) => scansOf(tx, 'household_proxies', (asked) => allPickupOrders(asked, randomUUID())));
  expect(scans.length).toBeGreaterThan(0);
  expect(scans.filter(({ by }) => by === 'Seq Scan')).toEqual([]);
});
