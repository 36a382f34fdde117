import { dropLimitTables, limitTables } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of requests, which all gateways share. */
export class Limits1795900000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(limitTables('jielong_gateway_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropLimitTables);
  }
}
