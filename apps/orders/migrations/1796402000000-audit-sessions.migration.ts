import { auditSessions, dropAuditSessions } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which session something was done. */
export class AuditSessions1796402000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(auditSessions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropAuditSessions);
  }
}
