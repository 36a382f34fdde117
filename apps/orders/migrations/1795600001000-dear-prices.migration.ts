import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const now = 'timestamptz NOT NULL DEFAULT clock_timestamp()';

/** A line whose price was dearer than the tolerance; without `decision` it waits for a person. What it was before is in the reports. */
const dearPrices = `
  ALTER TABLE purchase_lines ADD COLUMN rest_fen bigint NOT NULL DEFAULT 0 CHECK (rest_fen BETWEEN 0 AND coalesce(bought, 0));
  CREATE TABLE dear_prices (${tenant}, purchase_id uuid NOT NULL, run_id uuid NOT NULL, bundle text NOT NULL, is_dear boolean NOT NULL DEFAULT true,
    price_fen bigint NOT NULL CHECK (price_fen >= 0), found_at ${now},
    decision text CHECK (decision IN ('quoted', 'paid')), report_id text, CHECK ((decision IS NULL) = (report_id IS NULL)),
    PRIMARY KEY (community_id, purchase_id, run_id, bundle),
    FOREIGN KEY (community_id, purchase_id, run_id, bundle) REFERENCES purchase_lines,
    FOREIGN KEY (community_id, report_id) REFERENCES reports);
  CREATE INDEX ON dear_prices (community_id, run_id, bundle);
`;
/** Of several runs on one receipt: the purchases that were planned for each of them alone give way. */
const givenWay = `
  ALTER TABLE purchases ADD COLUMN given_way_to uuid,
    ADD FOREIGN KEY (community_id, given_way_to) REFERENCES purchases (community_id, purchase_id),
    DROP CONSTRAINT purchases_state_check, ADD CONSTRAINT purchases_state_check CHECK (state IN ('planned', 'bought', 'given-way')),
    ADD CHECK ((state = 'given-way') = (given_way_to IS NOT NULL));
`;

/** Weighed receipts, prices that somebody has to decide, and one receipt for several runs. */
export class DearPrices1795600001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL app.community_id = ''`); // a foreign key of an old table is looked through under its row-level security
    await db.query(dearPrices + givenWay);
    await db.query(guard('dear_prices') + grant('dear_prices', 'INSERT, UPDATE', 'jielong_orders_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE dear_prices');
    await db.query('ALTER TABLE purchase_lines DROP COLUMN rest_fen');
    await db.query(`ALTER TABLE purchases DROP COLUMN given_way_to, DROP CONSTRAINT purchases_state_check,
      ADD CONSTRAINT purchases_state_check CHECK (state IN ('planned', 'bought'))`);
  }
}
