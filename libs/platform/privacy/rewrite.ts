import type { EntityManager } from 'typeorm';
import type { SealedTable } from './sealed-table.js';

/** Values of a row by column: sealed ones, and what they are found by. */
export type Values = Readonly<Record<string, string | null>>;
export interface Row {
  readonly key: readonly string[];
  readonly values: Values;
}
/** Pages of a table, from `first` on; every row of the table is in one of its windows. */
export interface Window {
  readonly first: number;
  readonly pages: number;
}

/** How many pages a table has; rows that are written meanwhile may come after them. */
export async function pagesOf(tx: EntityManager, { name }: SealedTable): Promise<number> {
  const [size] = await tx.query<{ pages: number }[]>(
    `SELECT (pg_relation_size($1) / current_setting('block_size')::integer)::integer AS pages`,
    [name],
  );
  return size?.pages ?? 0;
}

/**
 * Changes the rows of a window that fit `where`, and says how many there were. Rows that somebody else holds are passed over: nobody waits for us,
 * and we wait for nobody.
 */
export async function rewrite(
  tx: EntityManager,
  table: SealedTable,
  { first, pages }: Window,
  where: string,
  change: (row: Row) => Values,
): Promise<number> {
  const columns = [...table.columns, ...Object.keys(table.lookups)];
  const keys = table.key.map((column) => `coalesce(${column}::text, '')`);
  const found = await tx.query<{ place: string; key: string[]; values: Values }[]>(
    `SELECT ctid::text AS place, ARRAY[${keys.join(', ')}] AS key, ${columnsAsJson(columns)} AS values FROM ${table.name}
     WHERE ctid >= $1::tid AND ctid < $2::tid AND (${where}) FOR UPDATE SKIP LOCKED`,
    [`(${first},0)`, `(${first + pages},0)`],
  );
  if (found.length === 0) return 0;
  const changed = found.map(({ place, key, values }) => ({ place, ...change({ key, values }) }));
  await tx.query(
    `UPDATE ${table.name} AS t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
     FROM jsonb_to_recordset($1) AS r(place text, ${columns.map((column) => `${column} text`).join(', ')}) WHERE t.ctid = r.place::tid`,
    [JSON.stringify(changed)],
  );
  return found.length;
}

const columnsAsJson = (columns: readonly string[]): string =>
  `jsonb_build_object(${columns.map((column) => `'${column}', ${column}`).join(', ')})`;
