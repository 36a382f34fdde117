import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const accountKinds = `('household', 'supplier', 'cash', 'advance')`;

/** The first settlement is a step's, with its report; those after it are approved by themselves. Their lines name who pays the fund or gets from it. */
const tables = `
  ALTER TABLE settlements ALTER COLUMN report_id DROP NOT NULL, ADD CHECK ((number = 1) = (report_id IS NOT NULL));
  CREATE TABLE settlement_lines (${tenant}, run_id uuid NOT NULL, number integer NOT NULL CHECK (number > 1), line integer NOT NULL CHECK (line > 0),
    account_kind text NOT NULL CHECK (account_kind IN ${accountKinds}), holder text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('pays', 'gets')), amount_fen bigint NOT NULL CHECK (amount_fen > 0), reason text NOT NULL,
    PRIMARY KEY (community_id, run_id, number, line),
    FOREIGN KEY (community_id, run_id, number) REFERENCES settlements);
`;

/** What comes out after a run is closed: numbered settlements beside the first, which stays as it is. */
export class SupplementarySettlements1795600001002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL app.community_id = ''`);
    await db.query(tables);
    await db.query(guard('settlement_lines') + grant('settlement_lines', 'INSERT', 'jielong_orders_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE settlement_lines');
    await db.query('ALTER TABLE settlements DROP CONSTRAINT settlements_check, ALTER COLUMN report_id SET NOT NULL');
  }
}
