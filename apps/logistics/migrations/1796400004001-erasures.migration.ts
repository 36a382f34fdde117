import { mayEmpty, mayNotEmpty } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';
/** Sealed columns of tables that only grow. */
const emptied = { pickup_reversals: ['reason'], scan_conflict_decisions: ['reason'], refused_reports: ['payload', 'reason'] } as const;
const neverEmpty = ['pickup_reversals', 'scan_conflict_decisions'];

/** What was written of somebody may be made empty, also where rows are never changed. */
export class Erasures1796400004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(emptied)) await db.query(mayEmpty(table, columns, app));
    for (const table of neverEmpty) await db.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_reason_check`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of neverEmpty)
      await db.query(`ALTER TABLE ${table} ADD CONSTRAINT ${table}_reason_check CHECK (reason <> '') NOT VALID`);
    for (const [table, columns] of Object.entries(emptied)) await db.query(mayNotEmpty(table, columns, app));
  }
}
