import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';

/** An erasure ends with nobody erased where its subject ordered, owed or acted again before it was done: it says why. */
export class RefusedErasures1796440000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE erasures DROP CONSTRAINT erasures_check,
        ADD COLUMN refused text CHECK (refused IN ('household-in-open-run', 'money-unsettled', 'person-active')),
        ADD CONSTRAINT erasures_ended CHECK (num_nonnulls(found, refused) = (done_at IS NOT NULL)::integer);
      GRANT UPDATE (refused) ON erasures TO ${app}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(`
      ALTER TABLE erasures NO FORCE ROW LEVEL SECURITY;
      UPDATE erasures SET found = false WHERE refused IS NOT NULL;
      ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
      ALTER TABLE erasures DROP CONSTRAINT erasures_ended, DROP COLUMN refused,
        ADD CONSTRAINT erasures_check CHECK ((done_at IS NULL) = (found IS NULL))`);
  }
}
