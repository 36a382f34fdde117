import type { EntityManager } from 'typeorm';

/** Runs a statement that makes something of `$1` empty, and gives how many rows were not empty yet. */
export async function emptied(tx: EntityManager, sql: string, subject: string | readonly string[]): Promise<number> {
  const [, rows] = await tx.query<[unknown[], number]>(sql, [subject]);
  return rows;
}
