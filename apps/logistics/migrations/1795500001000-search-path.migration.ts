import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A function of the owner never looks into temporary tables first, which its caller could have made. */
export class SearchPath1795500001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER FUNCTION logistics.book_movements() SET search_path = logistics, pg_temp');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER FUNCTION logistics.book_movements() SET search_path = logistics');
  }
}
