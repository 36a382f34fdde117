import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A function of the owner never looks into temporary tables first, which its caller could have made. */
export class SearchPath1795500002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER FUNCTION orders.book_postings() SET search_path = orders, pg_temp');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER FUNCTION orders.book_postings() SET search_path = orders');
  }
}
