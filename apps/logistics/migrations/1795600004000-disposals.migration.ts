import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was disposed of at the points of a run: until then they had it, so households were rightly charged for it. */
export class Disposals1795600004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      publish(
        'logistics.published_disposals_v1',
        `SELECT m.community_id, m.run_id, m.bundle, m.from_ref AS pickup_point_id, sum(m.portions)::integer AS portions
         FROM logistics.custody_movements m
         WHERE m.kind = 'dispose' AND m.from_kind = 'pickup-point' AND NOT EXISTS (
           SELECT FROM logistics.custody_movements r WHERE r.community_id = m.community_id AND r.reverses = m.movement_id)
         GROUP BY 1, 2, 3, 4`,
        ['jielong_orders_app'],
      ),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW logistics.published_disposals_v1');
  }
}
