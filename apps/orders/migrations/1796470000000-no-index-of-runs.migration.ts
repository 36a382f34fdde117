import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing asks orders for the reports of a run, and behind row-level security this index could not answer. */
export class NoIndexOfRuns1796470000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL lock_timeout = '3s'`);
    await db.query('DROP INDEX reports_runs_idx');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX reports_runs_idx ON reports USING gin (runs)');
  }
}
