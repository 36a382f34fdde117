import type pg from 'pg';
import { type DataSource, QueryFailedError } from 'typeorm';

/**
 * The rows of one statement that only reads, in a transaction of its own for that community: sent together with what begins and what ends it,
 * so that it takes one trip to the database.
 */
export async function readInOneTrip<Row extends object>(
  db: DataSource,
  community: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const runner = db.createQueryRunner();
  try {
    const connection = (await runner.connect()) as pg.ClientBase;
    const sent = [
      connection.query('START TRANSACTION READ ONLY'),
      connection.query(`SELECT set_config('app.community_id', $1, true)`, [community]),
      connection.query<Row>(text, values),
      connection.query('COMMIT'),
    ] as const;
    await Promise.allSettled(sent); // a connection goes back when all of it has been answered
    const [, , { rows }] = await Promise.all(sent);
    return rows;
  } catch (error) {
    throw error instanceof Error ? new QueryFailedError(text, values, error) : error; // as TypeORM says it: callers look for one kind
  } finally {
    await runner.release();
  }
}
