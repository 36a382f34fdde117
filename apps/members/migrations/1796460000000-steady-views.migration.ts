import type { MigrationInterface, QueryRunner } from 'typeorm';

const views = ['members.published_households_v2', 'members.published_proxies_v1', 'members.published_reveals_v1'];

/** Each view as it stands, with another clock. */
async function replaceClock(db: QueryRunner, from: string, to: string): Promise<void> {
  await db.query(`SET LOCAL lock_timeout = '3s'`); // behind one long reader all others would queue: it may be started again
  for (const view of views) {
    const [row] = (await db.query(`SELECT replace(pg_get_viewdef($1::regclass), $2, $3) AS select`, [view, from, to])) as {
      select: string;
    }[];
    await db.query(`CREATE OR REPLACE VIEW ${view} AS ${row?.select ?? ''}`);
  }
}

/**
 * The clock of the statement, not of the moment: a view that asks a volatile function is no part of the query that reads it. PostgreSQL made all of
 * it, for each row that was joined to it, where an index finds the one.
 */
export class SteadyViews1796460000000 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return replaceClock(db, 'clock_timestamp()', 'statement_timestamp()');
  }

  down(db: QueryRunner): Promise<void> {
    return replaceClock(db, 'statement_timestamp()', 'clock_timestamp()');
  }
}
