import { dropLadderColumns, ladderColumns } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const runs = 'SELECT community_id, run_id, compound, service_date::text AS service_date, stage, trip_cap, due_at';

/** Who is told that a step is late, by step; and what a process needs that has lost its execution. */
export class Ladders1795600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(ladderColumns('jielong_orders_app'));
    await db.query(`ALTER TABLE supply_runs ADD COLUMN ladders jsonb NOT NULL DEFAULT '{}'`);
    await db.query(`CREATE OR REPLACE VIEW orders.published_runs_v1 AS ${runs}, ladders FROM orders.supply_runs`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW orders.published_runs_v1');
    await db.query(`CREATE VIEW orders.published_runs_v1 AS ${runs} FROM orders.supply_runs`);
    await db.query('GRANT SELECT ON orders.published_runs_v1 TO jielong_logistics_app');
    await db.query('ALTER TABLE supply_runs DROP COLUMN ladders');
    await db.query(dropLadderColumns);
  }
}
