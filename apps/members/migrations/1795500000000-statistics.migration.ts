import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';

/**
 * A list fills its tables at one stroke. Until PostgreSQL has counted them by itself, a minute later, it takes them for empty, and whoever joins
 * them reads every household for each order: so the import has them counted. A table that somebody else works on is left to PostgreSQL: an import
 * that waited for CREATE INDEX CONCURRENTLY, which waits for the import, would end neither.
 */
export class Statistics1795500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION members.count_lists() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = members, pg_temp AS $$
      BEGIN
        ANALYZE (SKIP_LOCKED) households, household_contacts, buildings, people, person_roles;
      END $$;
      REVOKE ALL ON FUNCTION members.count_lists() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION members.count_lists() TO ${app};
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION members.count_lists()');
  }
}
