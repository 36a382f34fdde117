import { auditAddresses, dropAuditAddresses } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where something was done from. */
export class AuditAddresses1796510000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(auditAddresses);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropAuditAddresses);
  }
}
