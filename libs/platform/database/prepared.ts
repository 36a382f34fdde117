import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/**
 * A statement that each connection plans once and then only executes: for what nearly every request asks, and takes longer to plan than to do.
 * It names its columns, and a migration leaves their types as they are: else it would fail on connections that have prepared it, until they end.
 */
export function prepared<Row extends object>(text: string): (tx: EntityManager, values: unknown[]) => Promise<Row[]> {
  const name = nameOf(text);
  return async (tx, values) => {
    if (!tx.queryRunner || tx.queryRunner.isReleased) throw new Error('this transaction is over'); // its connection may be somebody else's
    const connection = (await tx.queryRunner.connect()) as pg.ClientBase;
    const { rows } = await connection.query<Row>({ name, text, values }).catch(failed(text, values));
    return rows;
  };
}

/**
 * The same for one statement that only reads, in a transaction of its own for that community: sent together with what begins and what ends it,
 * so that it takes one trip to the database where `inCommunity` takes four.
 */
export function preparedInOneTrip<Row extends object>(
  text: string,
): (db: DataSource, community: string, values: unknown[]) => Promise<Row[]> {
  const name = nameOf(text);
  return async (db, community, values) => {
    const runner = db.createQueryRunner();
    try {
      const connection = (await runner.connect()) as pg.ClientBase;
      const sent = [
        connection.query('START TRANSACTION READ ONLY'),
        connection.query({ name: 'community', text: `SELECT set_config('app.community_id', $1, true)`, values: [community] }),
        connection.query<Row>({ name, text, values }),
        connection.query('COMMIT'),
      ] as const;
      await Promise.allSettled(sent); // a connection goes back when all of it has been answered
      const [, , { rows }] = await Promise.all(sent).catch(failed(text, values));
      return rows;
    } finally {
      await runner.release();
    }
  };
}

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** As TypeORM says it, so that callers look for one kind of error. */
const failed = (text: string, values: unknown[]) => (error: unknown) => {
  throw error instanceof Error ? new QueryFailedError(text, values, error) : error;
};
