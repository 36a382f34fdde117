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
    made bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (community_id, run, shelf));`;
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
let owner: DataSource;
const connect = (url: string) =>
  new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: url, DATABASE_POOL: 1 })).initialize();
beforeAll(async () => {
  service = await scratchService();
  const app = new URL(service.appUrl).username;
  owner = await connect(service.ownerUrl);
  await owner.query(
    `${tables} ${trigger} ${guard('moves')} ${grant('moves', 'INSERT', app)} ${guard('shelves')} GRANT SELECT ON shelves TO ${app}`,
  );
});
afterAll(async () => {
  await owner.destroy();
  await service.drop();
});

type Move = readonly [run: string, source: string, target: string, portions: number];
const book = (tx: EntityManager, ...moves: readonly Move[]) =>
  tx.query(
    'INSERT INTO moves (run, source, target, portions) SELECT m->>0, m->>1, m->>2, (m->>3)::integer FROM jsonb_array_elements($1) m',
    [JSON.stringify(moves)],
  );
const inA = <T>(work: (tx: EntityManager) => Promise<T>) => inCommunity(service.db, 'a', work);
const heldSql = `SELECT shelf || ' ' || held AS said FROM shelves WHERE run = $1 ORDER BY 1`;
const held = async (run: string, community = 'a') =>
  (await inCommunity(service.db, community, (tx) => tx.query<{ said: string }[]>(heldSql, [run]))).map(({ said }) => said);

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

const somebodyWaits = async (): Promise<boolean> => {
  const [found] = await service.db.query<{ waits: boolean }[]>(
    `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waits`,
  );
  return found?.waits ?? false;
};
const scrambled = ['h', 'c', 'z', 'a', 'q', 'm', 'w', 'e', 't', 'b', 'y', 'k'];
const toEach = (run: string) => scrambled.map((shelf): Move => [run, 'outside', shelf, 1]);

/** Books to all of them, on a connection that has no plan from before, where nothing is sorted but what has to be. */
async function bookUnsorted(run: string): Promise<void> {
  const app = await connect(service.appUrl);
  await inCommunity(app, 'a', async (tx) => {
    await tx.query('SET LOCAL enable_sort = off');
    await book(tx, ...toEach(run));
  }).finally(() => app.destroy());
}

test('new accounts are made in one order, so that two at once do not lock each other out', async () => {
  await bookUnsorted('new');
  const made = await inA((tx) => tx.query<{ shelf: string }[]>(`SELECT shelf FROM shelves WHERE run = 'new' ORDER BY made`));
  expect(made.map(({ shelf }) => shelf)).toEqual([...scrambled, 'outside'].toSorted());
});

test('accounts that are there are locked in the same order', async () => {
  for (const move of toEach('there')) await inA((tx) => book(tx, move)); // so that they lie in the table as they come
  const { booked } = await inCommunity(owner, 'a', async (tx) => {
    await tx.query(`SELECT FROM shelves WHERE run = 'there' AND shelf = 'm' FOR UPDATE`);
    const begun = { booked: bookUnsorted('there') };
    while (!(await somebodyWaits())) continue;
    const free = await tx.query<{ shelf: string }[]>(`SELECT shelf FROM shelves WHERE run = 'there' FOR UPDATE SKIP LOCKED`);
    expect(free.map(({ shelf }) => shelf).toSorted()).toEqual(['m', 'outside', 'q', 't', 'w', 'y', 'z']); // m is held by the one who looks
    return begun;
  });
  await booked;
  expect(await held('there')).toContain('z 2');
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

test('accounts of the same name are kept apart by community, even where row-level security does not hold for the owner', async () => {
  await service.administer(`ALTER ROLE ${new URL(service.ownerUrl).username} BYPASSRLS`);
  const app = await connect(service.appUrl); // has no plan from before
  for (const community of ['b', 'c']) await inCommunity(app, community, (tx) => book(tx, ['one', 'outside', 'left', 3]));
  await app.destroy();
  for (const community of ['b', 'c']) expect(await held('one', community)).toEqual(['left 3', 'outside -3']);
});
