import { mayEmpty, mayNotEmpty } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const tables = ['reveals', 'household_changes'];

/** What was written of somebody may be made empty, also where rows are never changed. */
export class Erasures1796400004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of tables) await db.query(mayEmpty(table, ['reason'], app));
    await db.query('ALTER TABLE reveals DROP CONSTRAINT reveals_reason_check');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE reveals ADD CONSTRAINT reveals_reason_check CHECK (reason <> '') NOT VALID`);
    for (const table of tables) await db.query(mayNotEmpty(table, ['reason'], app));
  }
}
