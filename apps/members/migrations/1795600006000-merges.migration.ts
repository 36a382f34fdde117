import { grant, guard, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const readers = [app, 'jielong_orders_app', 'jielong_logistics_app'];

/** `merged_into` is the last household of a chain of merges. The first of a room is never merged: lists write it, and would bring it back. */
const tables = `
  ALTER TABLE households ADD COLUMN confirmed_at timestamptz, ADD COLUMN merged_into uuid,
    ADD FOREIGN KEY (community_id, merged_into) REFERENCES households (community_id, household_id),
    ADD CONSTRAINT merged_households_have_ended CHECK (merged_into IS NULL OR ended_at IS NOT NULL),
    ADD CONSTRAINT first_households_stay CHECK (merged_into IS NULL OR ordinal > 1);
  CREATE INDEX ON households (community_id, merged_into) WHERE merged_into IS NOT NULL;
  CREATE TABLE household_changes (${tenant}, change_id bigint GENERATED ALWAYS AS IDENTITY, household_id uuid NOT NULL,
    change text NOT NULL CHECK (change IN ('confirmed', 'merged', 'split')), other uuid, reason text,
    entered_by text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), ''), at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((change = 'confirmed') = (other IS NULL)), CHECK (change = 'confirmed' OR reason IS NOT NULL),
    PRIMARY KEY (community_id, change_id),
    FOREIGN KEY (community_id, household_id) REFERENCES households (community_id, household_id),
    FOREIGN KEY (community_id, other) REFERENCES households (community_id, household_id));
  CREATE INDEX ON household_changes (community_id, household_id);
  CREATE INDEX ON household_changes (community_id, other);
`;

const before = `
  SELECT h.community_id, h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, b.pickup_point_id, h.priority,
         coalesce(h.chosen_fulfilment, h.usual_fulfilment) AS fulfilment, h.masked_name
    FROM members.households h JOIN members.buildings b USING (community_id, compound, building) WHERE h.ended_at IS NULL`;
/** A merged household is known under its id for good, also when a list has ended the one that it is now, and is treated as that one. */
const now = `
  SELECT h.community_id, h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, b.pickup_point_id,
         coalesce(s.priority, h.priority) AS priority,
         coalesce(s.chosen_fulfilment, s.usual_fulfilment, h.chosen_fulfilment, h.usual_fulfilment) AS fulfilment, h.masked_name, h.merged_into
    FROM members.households h JOIN members.buildings b USING (community_id, compound, building)
    LEFT JOIN members.households s ON s.community_id = h.community_id AND s.household_id = h.merged_into
   WHERE h.ended_at IS NULL OR h.merged_into IS NOT NULL`;

/** Households are confirmed, merged and split; what others read of them follows. */
export class Merges1795600006000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`); // a new foreign key is checked by the owner, for whom row-level security holds
    await db.query(tables);
    await db.query(guard('household_changes') + grant('household_changes', 'INSERT', app));
    await db.query('DROP VIEW members.published_households_v1');
    await db.query(publish('members.published_households_v2', now, readers));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW members.published_households_v2');
    await db.query(publish('members.published_households_v1', before, readers));
    await db.query('DROP TABLE household_changes; ALTER TABLE households DROP COLUMN confirmed_at, DROP COLUMN merged_into');
  }
}
