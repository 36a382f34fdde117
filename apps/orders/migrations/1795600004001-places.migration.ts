import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const said = `reason text NOT NULL, entered_by text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), ''),
  at timestamptz NOT NULL DEFAULT clock_timestamp()`;
const reasonsAre = (reasons: readonly string[]) => `
  ALTER TABLE allocations DROP CONSTRAINT allocations_reason_check,
    ADD CONSTRAINT allocations_reason_check CHECK (reason IN (${reasons.map((reason) => `'${reason}'`).join(', ')}));`;
const reasons = ['bought', 'goods-changed', 'called-off'];

/** A pickup point that moves, a building that is closed: who collects elsewhere, or is brought a drop, from some moment of a run on. */
const tables = `
  CREATE TABLE pickup_moves (${tenant}, run_id uuid NOT NULL, move_id bigint GENERATED ALWAYS AS IDENTITY, building text,
    from_point uuid NOT NULL, to_point uuid NOT NULL, ${said},
    PRIMARY KEY (community_id, run_id, move_id), CHECK (from_point <> to_point),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs,
    FOREIGN KEY (community_id, run_id, to_point) REFERENCES run_pickup_points);
  CREATE TABLE building_closures (${tenant}, run_id uuid NOT NULL, building text NOT NULL, ${said},
    PRIMARY KEY (community_id, run_id, building),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  ALTER TABLE supply_runs ADD COLUMN places_changed boolean NOT NULL DEFAULT false;
`;

export class Places1795600004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(tables + reasonsAre([...reasons, 'places-changed']));
    for (const table of ['pickup_moves', 'building_closures']) await db.query(guard(table) + grant(table, 'INSERT', app));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `ALTER TABLE supply_runs DROP COLUMN places_changed; DROP TABLE building_closures, pickup_moves; ${reasonsAre(reasons)}`,
    );
  }
}
