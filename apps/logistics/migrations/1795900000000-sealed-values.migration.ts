import { sealColumns, SealedTable, sealMechanisms, unsealColumns, unsealMechanisms } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const text = ['reason'];
/** As they were sealed first: a later migration may add columns, and this one goes on meaning these. */
const tables = [
  new SealedTable('logistics.pickup_reversals', { key: ['reversal_id'], text }),
  new SealedTable('logistics.scan_conflict_decisions', { key: ['conflict_id'], text }),
];

/** Reasons are sealed: they may name somebody. Who has collected, or was delivered to, is a code or a word and stays in the clear. */
export class SealedValues1795900000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await sealColumns(db, tables);
    await sealMechanisms(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await unsealMechanisms(db);
    await unsealColumns(db, tables);
  }
}
