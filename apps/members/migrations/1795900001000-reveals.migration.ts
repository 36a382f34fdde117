import { grant, guard, sealColumns, SealedTable, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const reveals = new SealedTable('members.reveals', { key: ['reveal_id'], text: ['reason'] });

/** Who has seen the full data of a household or a person, when, and why. Nothing of it is ever changed. */
export class Reveals1795900001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE reveals (${tenant}, reveal_id bigint GENERATED ALWAYS AS IDENTITY, kind text NOT NULL CHECK (kind IN ('household', 'person')),
        subject text NOT NULL, reason text NOT NULL CHECK (reason <> ''), revealed_by text NOT NULL CHECK (revealed_by <> ''),
        at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (community_id, reveal_id));
      CREATE INDEX ON reveals (community_id, revealed_by, at);
      ${guard('reveals')} ${grant('reveals', 'INSERT', app)}
      GRANT USAGE ON SEQUENCE reveals_reveal_id_seq TO ${app};`);
    await sealColumns(db, [reveals]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE reveals');
  }
}
