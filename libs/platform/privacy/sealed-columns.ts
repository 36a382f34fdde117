import type { EntityManager, QueryRunner } from 'typeorm';
import { asCommunity } from '../database/in-community.js';
import { looksSealed, open, seal } from './cipher.js';
import { type DataKeys, keysOf } from './data-keys.js';
import { phoneLookup } from './lookup.js';
import { pagesOf, rewrite, type Row, type Values } from './rewrite.js';
import type { SealedTable } from './sealed-table.js';

type Change = (keys: DataKeys, community: string, table: SealedTable, row: Row) => Values;

/**
 * For a migration, in the service's schema: seals what stands in the clear in the columns of these tables, which are text by now, and lets nothing
 * else in from then on. It needs the keys only where there is something to seal.
 */
export async function sealColumns(db: QueryRunner, tables: readonly SealedTable[]): Promise<void> {
  for (const table of tables) {
    await changeAll(db.manager, table, sealed);
    for (const column of table.columns) await db.query(`ALTER TABLE ${table.name} ADD ${check(table, column)}`);
  }
}

/** Takes it back, in `down`: the columns are in the clear, and the migration may make of them what they were. */
export async function unsealColumns(db: QueryRunner, tables: readonly SealedTable[]): Promise<void> {
  for (const table of tables) {
    for (const column of table.columns) await db.query(`ALTER TABLE ${table.name} DROP CONSTRAINT ${checkName(table, column)}`);
    await changeAll(db.manager, table, opened);
  }
}

const checkName = ({ name }: SealedTable, column: string): string => `${name.split('.').at(-1)}_${column}_sealed`;
const check = (table: SealedTable, column: string): string =>
  `CONSTRAINT ${checkName(table, column)} CHECK (${column} = '' OR ${looksSealed(column)})`;

async function changeAll(tx: EntityManager, table: SealedTable, change: Change): Promise<void> {
  const filled = table.columns.map((column) => `${column} <> ''`).join(' OR ');
  const keys = keysOf(tx.dataSource);
  for (const community of await communitiesIn(tx, table, filled)) {
    if (!keys) throw new Error(`${table.name} has personal data: set DATA_KEYS and LOOKUP_KEYS`);
    await asCommunity(tx, community);
    const window = { first: 0, pages: await pagesOf(tx, table) }; // nobody else is at the table, and its rows move behind these pages
    await rewrite(tx, table, window, filled, (row) => change(keys, community, table, row));
  }
}

/** The owner sees every community for as long as this takes. */
async function communitiesIn(tx: EntityManager, { name }: SealedTable, filled: string): Promise<string[]> {
  await tx.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  const found = await tx.query<{ id: string }[]>(`SELECT DISTINCT community_id AS id FROM ${name} WHERE ${filled} ORDER BY 1`);
  await tx.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
  return found.map(({ id }) => id);
}

const sealed: Change = ({ data, lookup }, community, table, { key, values }) => ({
  ...mapped(table, values, (column, value) => seal(data, table.place(community, column, key), value)),
  ...Object.fromEntries(Object.entries(table.lookups).map(([column, of]) => [column, phoneLookup(lookup, community, values[of] ?? '')])),
});

const opened: Change = ({ data }, community, table, { key, values }) => ({
  ...values,
  ...mapped(table, values, (column, value) => open(data, table.place(community, column, key), value)),
});

const mapped = ({ columns }: SealedTable, values: Values, change: (column: string, value: string) => string): Values =>
  Object.fromEntries(columns.map((column) => [column, typeof values[column] === 'string' ? change(column, values[column]) : null]));
