import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const by = (name: string) => `${name} text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
/** SHA-256 of what only its bearer has: 256 random bits need no slow hash. */
const fingerprint = 'bytea CHECK (length(fingerprint) = 32)';
const ended = 'ended_at timestamptz, ended_by text, CHECK ((ended_at IS NULL) = (ended_by IS NULL))';

/**
 * A post ends at the latest with its shift. `browser`: by what a browser is known that has opened a device; null for a program. One person is at
 * a device at a time, and never is a device without one.
 */
const tables = `
  CREATE TABLE shifts (${tenant}, shift_id uuid NOT NULL DEFAULT gen_random_uuid(), compound text NOT NULL, gate text NOT NULL, team text,
    fingerprint ${fingerprint} NOT NULL, ${by('opened_by')}, from_at timestamptz NOT NULL DEFAULT clock_timestamp(), until_at timestamptz NOT NULL,
    ${ended}, CHECK (until_at > from_at AND until_at <= from_at + interval '24 hours'), CHECK (ended_at BETWEEN from_at AND until_at),
    PRIMARY KEY (community_id, shift_id), UNIQUE (community_id, fingerprint), FOREIGN KEY (community_id, compound, gate) REFERENCES gates,
    FOREIGN KEY (community_id, team) REFERENCES supply_teams);
  CREATE INDEX ON shifts (community_id, from_at, shift_id);
  CREATE TABLE shift_devices (${tenant}, session_id uuid NOT NULL DEFAULT gen_random_uuid(), shift_id uuid NOT NULL,
    fingerprint ${fingerprint} NOT NULL, browser bytea CHECK (length(browser) = 32), channel text NOT NULL CHECK (channel IN ('api', 'cli')),
    label text NOT NULL, joined_at timestamptz NOT NULL DEFAULT clock_timestamp(), ${ended},
    PRIMARY KEY (community_id, session_id), UNIQUE (community_id, fingerprint), FOREIGN KEY (community_id, shift_id) REFERENCES shifts);
  CREATE INDEX ON shift_devices (community_id, shift_id);
  CREATE UNIQUE INDEX one_device_a_browser ON shift_devices (community_id, shift_id, browser) WHERE ended_at IS NULL;
  CREATE TABLE shift_posts (${tenant}, post_id uuid NOT NULL DEFAULT gen_random_uuid(), session_id uuid NOT NULL, code text NOT NULL,
    from_at timestamptz NOT NULL, until_at timestamptz NOT NULL CHECK (until_at >= from_at), PRIMARY KEY (community_id, post_id),
    FOREIGN KEY (community_id, session_id) REFERENCES shift_devices, FOREIGN KEY (community_id, code) REFERENCES people (community_id, code),
    CONSTRAINT one_person_at_a_device EXCLUDE USING gist (community_id WITH =, session_id WITH =, tstzrange(from_at, until_at) WITH &&));
`;
const names = ['shifts', 'shift_devices', 'shift_posts'];

/** Who stands at a gate, at which device, from when until when. */
export class Shifts1796402001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`); // a new foreign key is checked by the owner, for whom row-level security holds
    await db.query(tables);
    await db.query(names.map((table) => guard(table) + grant(table, 'INSERT, UPDATE', app)).join('\n'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE ${names.toReversed().join(', ')}`);
  }
}
