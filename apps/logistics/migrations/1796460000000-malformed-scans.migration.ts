import { mayEmpty, mayNotEmpty, sealColumns, SealedTable, unsealColumns } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';
const tables = [new SealedTable('logistics.scan_conflicts', { key: ['conflict_id'], text: ['raw'] })];
/** The owner sees every community for as long as this takes. */
const visibly = (sql: string): string =>
  `ALTER TABLE scan_conflicts NO FORCE ROW LEVEL SECURITY; ALTER TABLE supply_runs NO FORCE ROW LEVEL SECURITY;
   ${sql};
   ALTER TABLE scan_conflicts FORCE ROW LEVEL SECURITY; ALTER TABLE supply_runs FORCE ROW LEVEL SECURITY;`;

/** What could not be read is sealed, and may be forgotten; a conflict is of a run that is there, or of none. */
export class MalformedScans1796460000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE scan_conflicts ADD COLUMN raw text');
    await db.query(
      visibly(`UPDATE scan_conflicts SET raw = details#>>'{said,raw}', details = details #- '{said,raw}' WHERE code = 'malformed';
        UPDATE scan_conflicts c SET run_id = NULL
          WHERE run_id IS NOT NULL AND NOT EXISTS (SELECT FROM supply_runs r WHERE (r.community_id, r.run_id) = (c.community_id, c.run_id))`),
    );
    await sealColumns(db, tables);
    await db.query(`${mayEmpty('scan_conflicts', ['raw'], app)} GRANT USAGE ON SEQUENCE scan_conflicts_conflict_id_seq TO ${app};`);
    await db.query(
      'ALTER TABLE scan_conflicts ADD CONSTRAINT scan_conflicts_of_a_run FOREIGN KEY (community_id, run_id) REFERENCES supply_runs',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE scan_conflicts DROP CONSTRAINT scan_conflicts_of_a_run');
    await db.query(`REVOKE USAGE ON SEQUENCE scan_conflicts_conflict_id_seq FROM ${app}; ${mayNotEmpty('scan_conflicts', ['raw'], app)}`);
    await unsealColumns(db, tables);
    await db.query(visibly(`UPDATE scan_conflicts SET details = jsonb_set(details, '{said,raw}', to_jsonb(raw)) WHERE raw IS NOT NULL`));
    await db.query('ALTER TABLE scan_conflicts DROP COLUMN raw');
  }
}
