import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a run's bundles are called, for the sheets at its gates: nobody there knows a code. */
export class BundleNames1795500000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      publish('orders.published_run_bundles_v1', 'SELECT community_id, run_id, bundle, name, unit FROM orders.run_bundles', [
        'jielong_logistics_app',
      ]),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW orders.published_run_bundles_v1');
  }
}
