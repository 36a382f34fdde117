import { sealColumns, SealedTable, unsealColumns } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  new SealedTable('members.people', { key: ['code'], text: ['limits', 'remark'] }),
  new SealedTable('members.person_roles', { key: ['code', 'role', 'scope'], text: ['remark'] }),
  new SealedTable('members.supply_team_members', { key: ['team', 'code'], text: ['remark'] }),
];

/** What somebody cannot do, and what is remarked of people, is sealed. */
export class SealedParticulars1796200000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await sealColumns(db, tables);
  }

  async down(db: QueryRunner): Promise<void> {
    await unsealColumns(db, tables);
  }
}
