import { auditTables, dropAuditTables } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audit entries are chained: a row that is changed or deleted behind the application's back is named by `jielong audit verify`. */
export class AuditChain1795800000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(auditTables('jielong_logistics_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropAuditTables);
  }
}
