import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'logistics.published_disputes_v1';
/** Somebody is asked as long as nobody has decided. */
const undecided = `SELECT community_id, CASE WHEN starts_with(process_id, 'supply-run:') THEN substr(process_id, 12)::uuid END AS run_id, at AS stop_id
  FROM logistics.pending_steps WHERE step = 'decideDispute'`;

/** No run is settled over a count that is contested, however lately its process has heard of it. */
export class PublishedDisputes1796520000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(publish(view, undecided, ['jielong_orders_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
  }
}
