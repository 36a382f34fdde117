import { auditAddresses, dropAuditAddresses } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Behind one long reader all others would queue: it may be started again. */
const patience = `SET LOCAL lock_timeout = '3s'`;

/** Where something was done from. */
export class AuditAddresses1796510000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(patience);
    await db.query(auditAddresses);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(patience);
    await db.query(dropAuditAddresses);
  }
}
