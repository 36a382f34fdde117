import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';

/**
 * A day typed in from paper: who did not get what. `listed`: orders on the pages that were named. An exception with bundle '' is of all that
 * the order still has to get.
 */
const wrapUps = `
  CREATE TABLE wrap_ups (${tenant}, wrap_up_id uuid NOT NULL, run_id uuid NOT NULL, listed uuid[] NOT NULL DEFAULT '{}',
    entered_by text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), ''), at timestamptz NOT NULL DEFAULT clock_timestamp(),
    handed_out_at timestamptz,
    PRIMARY KEY (community_id, wrap_up_id),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE UNIQUE INDEX one_wrap_up_a_run ON wrap_ups (community_id, run_id) WHERE handed_out_at IS NOT NULL;
  CREATE TABLE wrap_up_exceptions (${tenant}, wrap_up_id uuid NOT NULL, order_id uuid NOT NULL, bundle text NOT NULL DEFAULT '',
    portions integer CHECK (portions > 0), CHECK ((bundle = '') = (portions IS NULL)),
    PRIMARY KEY (community_id, wrap_up_id, order_id, bundle),
    FOREIGN KEY (community_id, wrap_up_id) REFERENCES wrap_ups,
    FOREIGN KEY (community_id, order_id) REFERENCES pickup_orders);
`;

const states = (words: string) => `ALTER TABLE stops DROP CONSTRAINT stops_state_check,
  ADD CONSTRAINT stops_state_check CHECK (state IN (${words}));`;

/** The day from paper; and stops that a bus which was diverted does not come to. */
export class WrapUps1795600001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(wrapUps);
    await db.query(guard('wrap_ups') + grant('wrap_ups', 'INSERT, UPDATE', app));
    await db.query(guard('wrap_up_exceptions') + grant('wrap_up_exceptions', 'INSERT', app));
    await db.query(states(`'expected', 'arrived', 'handed-over', 'passed-by'`));
  }

  async down(db: QueryRunner): Promise<void> {
    // Of every community: for a moment its owner is not held to one.
    await db.query(`ALTER TABLE stops NO FORCE ROW LEVEL SECURITY; UPDATE stops SET state = 'expected' WHERE state = 'passed-by';
      ALTER TABLE stops FORCE ROW LEVEL SECURITY`);
    await db.query(states(`'expected', 'arrived', 'handed-over'`));
    await db.query('DROP TABLE wrap_up_exceptions, wrap_ups');
  }
}
