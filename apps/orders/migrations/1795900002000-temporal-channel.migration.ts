import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const newest = `SELECT DISTINCT ON (community_id) community_id, coalesce(body->>'temporalChannel', 'open') AS temporal_channel
  FROM orders.policies ORDER BY community_id, version DESC`;

/** Logistics knows whether a community takes reports that nobody has signed: as it is now, and not as it was when a run was opened. */
export class TemporalChannel1795900002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(publish('orders.published_policies_v1', newest, ['jielong_logistics_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW orders.published_policies_v1');
  }
}
