import { dropLinkTables, linkTables } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which one person reports one step. */
export class StepLinks1796300000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(linkTables('jielong_orders_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropLinkTables);
  }
}
