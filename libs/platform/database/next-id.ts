import type { EntityManager } from 'typeorm';

/** The id that the next row of a table gets, for a row whose values are bound to it: `INSERT … OVERRIDING SYSTEM VALUE`. */
export async function nextId(tx: EntityManager, table: string, column: string): Promise<string> {
  const [next] = await tx.query<{ id: string }[]>('SELECT nextval(pg_get_serial_sequence($1, $2)) AS id', [table, column]);
  if (!next) throw new Error(`${table}.${column} has no sequence`);
  return next.id;
}
