import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';
const decidedBy = `text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
const at = 'at timestamptz NOT NULL DEFAULT clock_timestamp()';

/** Portions that a pickup did not give after all. In the ledger its movement is reversed whole, and what stays is handed out again. */
const reversals = `
  CREATE UNIQUE INDEX pickups_of_an_order ON pickups (community_id, order_id, pickup_id);
  CREATE TABLE pickup_reversals (${tenant}, reversal_id uuid NOT NULL, run_id uuid NOT NULL, order_id uuid NOT NULL, pickup_id uuid NOT NULL,
    to_kind text NOT NULL CHECK (to_kind IN ('pickup-point', 'missing', 'damaged')), reason text NOT NULL CHECK (reason <> ''),
    reversed_by ${decidedBy}, ${at},
    PRIMARY KEY (community_id, reversal_id),
    FOREIGN KEY (community_id, order_id, pickup_id) REFERENCES pickups (community_id, order_id, pickup_id));
  CREATE INDEX ON pickup_reversals (community_id, pickup_id);
  CREATE INDEX ON pickup_reversals (community_id, run_id);
  CREATE TABLE pickup_reversal_lines (${tenant}, reversal_id uuid NOT NULL, order_line_id uuid NOT NULL, portions integer NOT NULL CHECK (portions > 0),
    PRIMARY KEY (community_id, reversal_id, order_line_id),
    FOREIGN KEY (community_id, reversal_id) REFERENCES pickup_reversals,
    FOREIGN KEY (community_id, order_line_id) REFERENCES pickup_order_lines);
  CREATE INDEX ON pickup_reversal_lines (community_id, order_line_id);
`;

/** What a person decided of a scan that contradicts the books: once. `pickup_id`: what was handed out then. */
const decisions = `
  CREATE TABLE scan_conflict_decisions (${tenant}, conflict_id bigint NOT NULL, choice text NOT NULL CHECK (choice IN ('dismiss', 'count', 'reverse-first')),
    reason text NOT NULL CHECK (reason <> ''), pickup_id uuid, decided_by ${decidedBy}, ${at},
    CHECK ((choice = 'dismiss') = (pickup_id IS NULL)),
    PRIMARY KEY (community_id, conflict_id),
    FOREIGN KEY (community_id, conflict_id) REFERENCES scan_conflicts,
    FOREIGN KEY (community_id, pickup_id) REFERENCES pickups);
`;
const tables = ['pickup_reversals', 'pickup_reversal_lines', 'scan_conflict_decisions'] as const;

/** Pickups can be taken back, and conflicts decided; both only add. */
export class CorrectionsAtTheGate1795600002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const sql of [reversals, decisions]) await db.query(sql);
    for (const table of tables) await db.query(guard(table) + grant(table, 'INSERT', app));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE ${tables.toReversed().join(', ')}; DROP INDEX pickups_of_an_order`);
  }
}
