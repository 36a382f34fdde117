import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'members.published_reveals_v1';
/** Without the reasons, which may name somebody. */
const today = `
  SELECT community_id, kind, subject, revealed_by FROM members.reveals
   WHERE at >= date_trunc('day', clock_timestamp() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'`;

/** Whose data somebody has seen today, for a reason and counted: orders and logistics show the rest of it to nobody else. */
export class PublishedReveals1796450000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(publish(view, today, ['jielong_orders_app', 'jielong_logistics_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
  }
}
