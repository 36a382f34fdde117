import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'orders.published_collectors_v1';
const named = `SELECT o.community_id, o.run_id, o.order_id, c.household_id FROM orders.orders o CROSS JOIN LATERAL unnest(o.may_collect) AS c(household_id)
  WHERE o.state = 'open'`;

/** Whoever hands out sees which households an order says may collect it. */
export class PublishedCollectors1796500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(publish(view, named, ['jielong_logistics_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
  }
}
