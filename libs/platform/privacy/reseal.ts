import type { DataSource, EntityManager } from 'typeorm';
import { communitiesOf } from '../audit/communities.js';
import { inCommunity } from '../database/in-community.js';
import { open, seal, sealedPrefix, UnopenedError } from './cipher.js';
import type { DataKeys } from './data-keys.js';
import { lookupPrefix, phoneLookup } from './lookup.js';
import { pagesOf, rewrite, type Row, type Values } from './rewrite.js';
import type { SealedTable } from './sealed-table.js';

/** What a rotation is told as it goes: so many rows of a table are sealed anew. */
export type Progress = (table: string, rows: number) => void;
export interface Rotation {
  readonly db: DataSource;
  readonly keys: DataKeys;
  readonly tables: readonly SealedTable[];
}
/** How many values each key still has: of DATA_KEYS those that it seals, of LOOKUP_KEYS those that are found by it. */
export interface KeyUse {
  readonly data: ReadonlyMap<string, number>;
  readonly lookup: ReadonlyMap<string, number>;
}

const pagesAtOnce = 8;

/** Seals with the first key what another one has sealed, some pages at a time, each in a transaction: whoever is interrupted begins again and finds less. */
export async function reseal({ db, keys, tables }: Rotation, progress: Progress): Promise<void> {
  for (const community of await communitiesOf(db)) {
    for (const table of tables) {
      const pages = await inCommunity(db, community, (tx) => pagesOf(tx, table));
      for (let first = 0; first < pages; first += pagesAtOnce) {
        const window = { first, pages: pagesAtOnce };
        const change = (row: Row) => anew(keys, community, table, row);
        const rows = await inCommunity(db, community, (tx) => rewrite(tx, table, window, isOld(keys, table), change));
        if (rows > 0) progress(table.name, rows);
      }
    }
  }
}

/** Which keys are still used, for all communities. */
export async function keyUse({ db, tables }: Rotation): Promise<KeyUse> {
  const [data, lookup] = [new Map<string, number>(), new Map<string, number>()];
  for (const community of await communitiesOf(db)) {
    for (const table of tables) {
      await inCommunity(db, community, async (tx) => {
        for (const column of table.columns) await count(tx, data, table.name, column, 2);
        for (const column of Object.keys(table.lookups)) await count(tx, lookup, table.name, column, 1);
      });
    }
  }
  return { data, lookup };
}

async function count(tx: EntityManager, uses: Map<string, number>, table: string, column: string, part: number): Promise<void> {
  const found = await tx.query<{ key: string; values: number }[]>(
    `SELECT split_part(${column}, ':', ${part}) AS key, count(*)::integer AS values FROM ${table} WHERE ${column} <> '' GROUP BY 1`,
  );
  for (const { key, values } of found) uses.set(key, (uses.get(key) ?? 0) + values);
}

function isOld({ data, lookup }: DataKeys, { columns, lookups }: SealedTable): string {
  const under = (column: string, prefix: string) => `${column} <> '' AND NOT starts_with(${column}, '${prefix.replaceAll("'", "''")}')`;
  return [
    ...columns.map((column) => under(column, sealedPrefix(data.current))),
    ...Object.keys(lookups).map((column) => under(column, lookupPrefix(lookup.current))),
  ].join(' OR ');
}

/** What does not open stays as it is: it is counted among what its key still has. */
function anew(keys: DataKeys, community: string, table: SealedTable, { key, values }: Row): Values {
  const texts = new Map<string, string>();
  const sealed = table.columns.map((column) => {
    const text = textIn(keys, community, table, { key, values }, column);
    if (text === undefined) return [column, values[column] ?? null] as const;
    texts.set(column, text);
    return [column, seal(keys.data, table.place(community, column, key), text)] as const;
  });
  const found = Object.entries(table.lookups).map(([column, of]) => {
    const phone = texts.get(of);
    return [column, phone === undefined ? (values[column] ?? null) : phoneLookup(keys.lookup, community, phone)] as const;
  });
  return Object.fromEntries([...sealed, ...found]);
}

function textIn({ data }: DataKeys, community: string, table: SealedTable, { key, values }: Row, column: string): string | undefined {
  try {
    const value = values[column];
    return typeof value === 'string' ? open(data, table.place(community, column, key), value) : undefined;
  } catch (error) {
    if (error instanceof UnopenedError) return undefined;
    throw error;
  }
}
