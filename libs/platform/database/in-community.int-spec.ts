import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { inContext } from '../context/context.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { audit } from '../audit/audit.js';
import { dataSourceOptions } from './database.module.js';
import { inCommunity, onceCommitted } from './in-community.js';

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());

const place = (db: DataSource, community: string, id: string) =>
  inCommunity(db, community, (tx) => tx.query(`INSERT INTO orders (order_id, portions) VALUES ($1, 1)`, [id]));
const placed = (db: DataSource, community: string) =>
  inCommunity(db, community, async (tx) =>
    (await tx.query<{ order_id: string }[]>('SELECT order_id FROM orders')).map(({ order_id }) => order_id),
  );
const as = (url: string) => new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: url, DATABASE_POOL: 2 })).initialize();

test('a community sees its own rows and no other; so does the owner', async () => {
  await place(service.db, 'a', 'of-a');
  await place(service.db, 'b', 'of-b');
  expect(await placed(service.db, 'a')).toEqual(['of-a']);
  const owner = await as(service.ownerUrl);
  expect(await placed(owner, 'b')).toEqual(['of-b']);
  await owner.destroy();
});

test('no connection waits for a lock for long', async () => {
  expect(await service.db.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '10s' }]);
});

test('outside the helper nothing is seen, and a row of another community cannot be written', async () => {
  const fresh = await as(service.appUrl);
  await expect(fresh.query('SELECT FROM orders')).rejects.toMatchObject({ code: '42704' }); // never set: an error
  await placed(fresh, 'a');
  expect(await fresh.query('SELECT FROM orders')).toEqual([]); // set once and gone: nothing
  await fresh.destroy();
  const foreign = `INSERT INTO orders (community_id, order_id, portions) VALUES ('b', 'x', 1)`;
  await expect(inCommunity(service.db, 'a', (tx) => tx.query(foreign))).rejects.toMatchObject({ code: '42501' });
});

describe('the application may only add to what must never change', () => {
  test.each(['reports', 'effects', 'refused_reports', 'audit_entries', 'audit_seals'])('%s', async (table) => {
    for (const sql of [`UPDATE ${table} SET community_id = community_id`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(inCommunity(service.db, 'a', (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });
});

test('who acts, by which way, under which correlation id, comes into rows by itself', async () => {
  await inContext({ correlationId: 'cor-12345', actor: { code: 'S001', channel: 'cli' } }, () =>
    inCommunity(service.db, 'a', (tx) => audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: 'of-a' })),
  );
  const [entry] = await inCommunity(service.db, 'a', (tx) => tx.query<object[]>('SELECT * FROM audit_entries'));
  expect(entry).toMatchObject({ community_id: 'a', actor: 'S001', channel: 'cli', correlation_id: 'cor-12345', action: 'placeOrder' });
});

test('what is wished for the time after the commit does not happen when there is none', async () => {
  const happened: string[] = [];
  await inCommunity(service.db, 'a', async (tx) => onceCommitted(tx, () => happened.push('committed')));
  const failing = inCommunity(service.db, 'a', async (tx) => {
    onceCommitted(tx, () => happened.push('rolled back'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(happened).toEqual(['committed']);
});
