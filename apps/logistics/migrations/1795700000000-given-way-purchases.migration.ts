import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A line that has given way to another purchase is no line any more; one of which nothing is expected may be bought in place of something. */
export class GivenWayPurchases1795700000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE purchase_lines ADD COLUMN given_way boolean NOT NULL DEFAULT false');
    await db.query('ALTER TABLE purchase_lines NO FORCE ROW LEVEL SECURITY');
    await db.query('UPDATE purchase_lines SET given_way = true WHERE expected = 0 AND coalesce(bought, 0) = 0');
    await db.query('ALTER TABLE purchase_lines FORCE ROW LEVEL SECURITY');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE purchase_lines DROP COLUMN given_way');
  }
}
