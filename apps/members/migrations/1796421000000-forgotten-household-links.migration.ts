import { mayForget, mayNotForget } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const [table, app] = ['household_links', 'jielong_members_app'];

/** Links of households that open nothing any more may be forgotten, as other links are. */
export class ForgottenHouseholdLinks1796421000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(mayForget(table, 'revoked_at', app));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(mayNotForget(table, app));
  }
}
