import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from './test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('empty');
});
afterAll(() => database.drop());

const as = async (url: string, sql: string): Promise<unknown[]> => {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return (await db.query(sql)).rows;
  } finally {
    await db.end();
  }
};

it('lets the owner of a schema make tables there, and the application not', async () => {
  await as(database.url('orders', 'owner'), 'CREATE TABLE orders.proof (id int)');
  await expect(as(database.url('orders'), 'CREATE TABLE orders.other (id int)')).rejects.toThrow('permission denied');
});

it('keeps a service out of what another has not published', async () => {
  await expect(as(database.url('logistics', 'owner'), 'CREATE TABLE members.intruder (id int)')).rejects.toThrow('permission denied');
  await expect(as(database.url('logistics'), 'SELECT * FROM members.anything')).rejects.toThrow('permission denied for schema members');
});
