import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stop at a point from which all orders have moved: no bus comes there any more. */
export class GivenUpStops1795600004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE stops ADD COLUMN given_up boolean NOT NULL DEFAULT false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE stops DROP COLUMN given_up');
  }
}
