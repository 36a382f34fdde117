import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has ended in an order is looked up from that order. */
export class JoinedOrders1795700007000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX joined_orders ON orders (community_id, joined_order) WHERE joined_order IS NOT NULL');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX joined_orders');
  }
}
