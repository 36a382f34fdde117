import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['reports', 'report_runs'] as const;
const each = (change: string): string => tables.map((table) => `ALTER TABLE ${table} ${change};`).join('\n  ');
/** The owner sees every community for as long as this takes. */
const visibly = (sql: string): string => `${each('NO FORCE ROW LEVEL SECURITY')} ${sql}; ${each('FORCE ROW LEVEL SECURITY')}`;

/**
 * Which reports concern a run, by its key. Behind row-level security no index answers `runs && …`, which is not leakproof: every report of the
 * community was read for each look at one run.
 */
export class ReportRuns1796470000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL lock_timeout = '3s'`);
    await db.query('LOCK TABLE reports IN ACCESS EXCLUSIVE MODE'); // at once what it comes to: one that is raised locks up with a report half written
    await db.query(`
      CREATE TABLE report_runs (${tenant}, run_id uuid NOT NULL, report_id text NOT NULL,
        PRIMARY KEY (community_id, run_id, report_id), FOREIGN KEY (community_id, report_id) REFERENCES reports);
      ${guard('report_runs')} ${grant('report_runs', 'INSERT', 'jielong_logistics_app')}
      CREATE FUNCTION note_report_runs() RETURNS trigger LANGUAGE plpgsql SET search_path = logistics, pg_temp AS $$
      BEGIN
        INSERT INTO report_runs (community_id, run_id, report_id)
          SELECT DISTINCT NEW.community_id, run, NEW.report_id FROM unnest(NEW.runs) AS run;
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_report_runs AFTER INSERT ON reports FOR EACH ROW EXECUTE FUNCTION note_report_runs();`);
    await db.query(
      visibly(`INSERT INTO report_runs (community_id, run_id, report_id)
        SELECT DISTINCT community_id, run, report_id FROM reports CROSS JOIN LATERAL unnest(runs) AS run`),
    );
    await db.query('DROP INDEX reports_runs_idx');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX reports_runs_idx ON reports USING gin (runs)');
    await db.query('DROP TRIGGER note_report_runs ON reports; DROP FUNCTION note_report_runs(); DROP TABLE report_runs');
  }
}
