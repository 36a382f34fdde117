import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource, type EntityManager } from 'typeorm';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { balanceTrigger } from './balance-trigger.js';
import { dataSourceOptions } from './database.module.js';
import { inCommunity } from './in-community.js';
import { grant, guard, tenant } from './tenant.js';

const tables = `
  CREATE TABLE moves (${tenant}, run text NOT NULL, source text NOT NULL, target text NOT NULL, portions integer NOT NULL);
  CREATE TABLE shelves (${tenant}, run text NOT NULL, shelf text NOT NULL, held integer NOT NULL CHECK (held >= 0 OR shelf = 'outside'),
    PRIMARY KEY (community_id, run, shelf));`;
const trigger = balanceTrigger('book_moves', {
  schema: 'scratch',
  entries: 'moves',
  balances: 'shelves',
  shared: ['run'],
  account: ['shelf'],
  adds: ['target'],
  takes: ['source'],
  amount: 'portions',
  balance: 'held',
});

let service: ScratchService;
beforeAll(async () => {
  service = await scratchService();
  const app = new URL(service.appUrl).username;
  const options = dataSourceOptions({ schema: 'scratch', entities: [] }, { DATABASE_URL: service.ownerUrl, DATABASE_POOL: 1 });
  const owner = await new DataSource(options).initialize();
  await owner.query(
    `${tables} ${trigger} ${guard('moves')} ${grant('moves', 'INSERT', app)} ${guard('shelves')} GRANT SELECT ON shelves TO ${app}`,
  );
  await owner.destroy();
});
afterAll(() => service.drop());

type Move = readonly [run: string, source: string, target: string, portions: number];
const book = (tx: EntityManager, ...moves: readonly Move[]) =>
  tx.query(
    'INSERT INTO moves (run, source, target, portions) SELECT m->>0, m->>1, m->>2, (m->>3)::integer FROM jsonb_array_elements($1) m',
    [JSON.stringify(moves)],
  );
const inA = <T>(work: (tx: EntityManager) => Promise<T>) => inCommunity(service.db, 'a', work);
const held = async (run: string) =>
  (
    await inA((tx) => tx.query<{ said: string }[]>(`SELECT shelf || ' ' || held AS said FROM shelves WHERE run = $1 ORDER BY 1`, [run]))
  ).map(({ said }) => said);

test('entries of one statement are judged by what they come to, each run by itself', async () => {
  await inA((tx) => book(tx, ['one', 'left', 'right', 5], ['one', 'outside', 'left', 8], ['two', 'outside', 'left', 1]));
  expect(await held('one')).toEqual(['left 3', 'outside -8', 'right 5']);
  expect(await held('two')).toEqual(['left 1', 'outside -1']);
});

test('one that leaves less than nothing is refused with all that came with it', async () => {
  const refused = inA((tx) => book(tx, ['three', 'outside', 'left', 5], ['three', 'left', 'right', 6]));
  await expect(refused).rejects.toMatchObject({ code: '23514' });
  expect(await held('three')).toEqual([]);
});

const waiting = async (): Promise<number> => {
  const [found] = await service.db.query<{ n: number }[]>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return found?.n ?? 0;
};

test.each(['new', 'there already'])('two at once, in opposite order, do not lock each other out over accounts that are %s', async () => {
  const there = ['a', 'm', 'z'].map((shelf): Move => ['many', 'outside', shelf, 1]);
  const both = await inA(async (tx) => {
    await book(tx, ['many', 'outside', 'm', 1]); // holds up the two in their middle
    const begun = [there, there.toReversed()].map((moves) => inA((other) => book(other, ...moves)));
    while ((await waiting()) < 2) await pause(20);
    return begun;
  });
  await expect(Promise.all(both)).resolves.toHaveLength(2);
});

test('of many at once nothing is lost', async () => {
  await Promise.all(
    Array.from({ length: 30 }, (_, n) => inA((tx) => book(tx, ['sum', 'outside', 'left', 5], ['sum', 'left', `to ${n % 2}`, 1]))),
  );
  expect(await held('sum')).toEqual(['left 120', 'outside -150', 'to 0 15', 'to 1 15']);
});

test('the application neither writes balances nor calls the function', async () => {
  await expect(inA((tx) => tx.query('UPDATE shelves SET held = 100'))).rejects.toMatchObject({ code: '42501' });
  const [right] = await inA((tx) => tx.query<object[]>(`SELECT has_function_privilege('scratch.book_moves()', 'EXECUTE') AS calls`));
  expect(right).toEqual({ calls: false });
});
