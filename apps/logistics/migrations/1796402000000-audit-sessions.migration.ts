import { auditSessions, dropAuditSessions } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which session something was done, and by which device a scan has come. */
export class AuditSessions1796402000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`${auditSessions}
      ALTER TABLE scans ADD COLUMN session text NOT NULL DEFAULT coalesce(current_setting('app.session', true), '');`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE scans DROP COLUMN session; ${dropAuditSessions}`);
  }
}
