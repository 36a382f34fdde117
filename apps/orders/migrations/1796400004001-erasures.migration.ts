import { grant, guard, mayEmpty, mayNotEmpty, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
/** Sealed columns of tables that only grow. */
const emptied = {
  order_moves: ['reason'],
  payment_reversals: ['reason'],
  payouts: ['reason'],
  waivers: ['reason'],
  settlement_lines: ['reason'],
  refused_reports: ['payload', 'reason'],
} as const;

/** Who is erased from all services, and whether it is done; what was written of them may be made empty, also where rows are never changed. */
export class Erasures1796400004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(`
      CREATE TABLE erasures (${tenant}, erasure_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('household', 'person')),
        subject text NOT NULL CHECK (subject <> ''), reason text NOT NULL CHECK (reason IN ('asked', 'left', 'died', 'by-mistake')),
        asked_by text NOT NULL CHECK (asked_by <> '') DEFAULT coalesce(current_setting('app.actor', true), ''),
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(), done_at timestamptz, found boolean,
        CHECK ((done_at IS NULL) = (found IS NULL)), PRIMARY KEY (community_id, erasure_id));
      CREATE UNIQUE INDEX one_open_erasure ON erasures (community_id, kind, subject) WHERE done_at IS NULL;
      CREATE INDEX ON erasures (community_id, asked_at, erasure_id);
      ${guard('erasures')} ${grant('erasures', 'INSERT, UPDATE (done_at, found)', app)}`);
    for (const [table, columns] of Object.entries(emptied)) await db.query(mayEmpty(table, columns, app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(emptied)) await db.query(mayNotEmpty(table, columns, app));
    await db.query('DROP TABLE erasures');
  }
}
