import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which state of its goods a run is in: orders divides for the newest one, whatever it was told. */
export class Goods1796480000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      publish('logistics.published_goods_v1', 'SELECT community_id, run_id, change FROM logistics.supply_runs', ['jielong_orders_app']),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW logistics.published_goods_v1');
  }
}
