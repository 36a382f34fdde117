import type { EntityManager } from 'typeorm';

/** As much of a sealed table as opens its values. */
interface Sealed {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  open<R extends object>(tx: EntityManager, key: readonly string[], row: R): R;
}
const camel = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What somebody reads who has the database and its keys: every sealed value of these tables, opened, `table.column: value`. */
export async function openedValues(tx: EntityManager, tables: readonly Sealed[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const { name, key, columns } = table;
    const keys = key.map((column) => `coalesce(${column}::text, '')`).join(', ');
    const values = columns.map((column) => `${column} AS "${camel(column)}"`).join(', ');
    const rows = await tx.query<({ rowKey: string[] } & Record<string, unknown>)[]>(
      `SELECT ARRAY[${keys}] AS "rowKey", ${values} FROM ${name}`,
    );
    for (const { rowKey, ...row } of rows)
      for (const [column, value] of Object.entries(table.open(tx, rowKey, row)))
        if (value !== null && value !== '') found.push(`${name}.${column}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  return found;
}
