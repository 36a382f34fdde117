import type { MigrationInterface, QueryRunner } from 'typeorm';

const runs = 'SELECT community_id, run_id, compound, service_date::text AS service_date, stage, trip_cap, due_at, ladders';

/** A run that is called off, by whom and why; and where the orders of a void run went. */
export class CallingOff1795600003000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Foreign keys are checked by the owner too, for whom row-level security holds; a new column has nothing to check.
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(`
      ALTER TABLE supply_runs ADD COLUMN called_off_at timestamptz, ADD COLUMN called_off_by text, ADD COLUMN called_off_because text,
        ADD CONSTRAINT called_off_by_somebody CHECK ((called_off_at IS NULL) = (called_off_by IS NULL));
      ALTER TABLE orders ADD COLUMN joined_order uuid, ADD FOREIGN KEY (community_id, joined_order) REFERENCES orders;
      ALTER TABLE allocations DROP CONSTRAINT allocations_reason_check,
        ADD CONSTRAINT allocations_reason_check CHECK (reason IN ('bought', 'goods-changed', 'called-off'));
      CREATE OR REPLACE VIEW orders.published_runs_v1 AS ${runs}, called_off_by FROM orders.supply_runs;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP VIEW orders.published_runs_v1;
      CREATE VIEW orders.published_runs_v1 AS ${runs} FROM orders.supply_runs;
      GRANT SELECT ON orders.published_runs_v1 TO jielong_logistics_app;
      ALTER TABLE allocations DROP CONSTRAINT allocations_reason_check,
        ADD CONSTRAINT allocations_reason_check CHECK (reason IN ('bought', 'goods-changed'));
      ALTER TABLE orders DROP COLUMN joined_order;
      ALTER TABLE supply_runs DROP COLUMN called_off_at, DROP COLUMN called_off_by, DROP COLUMN called_off_because;
    `);
  }
}
