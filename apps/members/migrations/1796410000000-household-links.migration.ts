import { grant, guard, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const view = 'members.published_household_links_v1';
/** Nothing here opens anything: SHA-256 of 256 random bits. */
const table = `
  CREATE TABLE household_links (${tenant}, link_id uuid NOT NULL DEFAULT gen_random_uuid(), household_id uuid NOT NULL,
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    made_by text NOT NULL CHECK (made_by <> '') DEFAULT coalesce(current_setting('app.actor', true), ''),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz, revoked_by text, CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    PRIMARY KEY (community_id, link_id), UNIQUE (community_id, fingerprint),
    FOREIGN KEY (community_id, household_id) REFERENCES households (community_id, household_id));
  CREATE UNIQUE INDEX one_open_household_link ON household_links (community_id, household_id) WHERE revoked_at IS NULL;
`;
const open = `
  SELECT l.community_id, l.link_id, l.household_id AS household, l.fingerprint FROM members.household_links l
    JOIN members.households h ON (h.community_id, h.household_id) = (l.community_id, l.household_id) AND h.ended_at IS NULL
   WHERE l.revoked_at IS NULL`;

/** One link of each household, on a slip of paper, which opens what is its own. Members and orders look it up in the same view. */
export class HouseholdLinks1796410000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(table + guard('household_links') + grant('household_links', 'INSERT, UPDATE (revoked_at, revoked_by)', app));
    await db.query(publish(view, open, [app, 'jielong_orders_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}; DROP TABLE household_links`);
  }
}
