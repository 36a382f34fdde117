import { dropLimitTables, grant, guard, limitTables, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const person = 'FOREIGN KEY (community_id, code) REFERENCES people (community_id, code)';
const by = (name: string) => `${name} text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
/** SHA-256 of what only its bearer has: 256 random bits need no slow hash. */
const fingerprint = 'fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32)';

const tables = `
  CREATE TABLE accounts (${tenant}, code text NOT NULL, secret_hash text NOT NULL CHECK (secret_hash LIKE '$argon2id$%'),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (community_id, code), ${person});
  CREATE TABLE invitations (${tenant}, invitation_id uuid NOT NULL DEFAULT gen_random_uuid(), code text NOT NULL, ${fingerprint},
    ${by('invited_by')}, made_at timestamptz NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz NOT NULL,
    used_at timestamptz, revoked_at timestamptz, CHECK (used_at IS NULL OR revoked_at IS NULL),
    PRIMARY KEY (community_id, invitation_id), UNIQUE (community_id, fingerprint), ${person});
  CREATE UNIQUE INDEX one_open_invitation ON invitations (community_id, code) WHERE used_at IS NULL AND revoked_at IS NULL;
  CREATE TABLE devices (${tenant}, device_id uuid NOT NULL DEFAULT gen_random_uuid(), code text NOT NULL, ${fingerprint},
    known_since timestamptz NOT NULL DEFAULT clock_timestamp(), revoked_at timestamptz,
    PRIMARY KEY (community_id, device_id), UNIQUE (community_id, device_id, code), UNIQUE (community_id, fingerprint), ${person});
  CREATE INDEX ON devices (community_id, code);
  CREATE TABLE sessions (${tenant}, session_id uuid NOT NULL DEFAULT gen_random_uuid(), code text NOT NULL, ${fingerprint},
    device_id uuid NOT NULL, channel text NOT NULL CHECK (channel IN ('api', 'cli')), label text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(), seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL, ended_at timestamptz, ended_by text, CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    PRIMARY KEY (community_id, session_id), UNIQUE (community_id, fingerprint), ${person},
    FOREIGN KEY (community_id, device_id, code) REFERENCES devices (community_id, device_id, code));
  CREATE INDEX ON sessions (community_id, code, opened_at, session_id) WHERE ended_at IS NULL;
`;
const rights = {
  accounts: 'INSERT, UPDATE, DELETE',
  invitations: 'INSERT, UPDATE',
  devices: 'INSERT, UPDATE',
  sessions: 'INSERT, UPDATE',
} as const;

/** Who can sign in, with what, and who is signed in where. Nothing here opens anything: only hashes are kept. */
export class Accounts1796000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(tables + limitTables(app));
    await db.query(
      Object.entries(rights)
        .map(([table, right]) => guard(table) + grant(table, right, app))
        .join('\n'),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE sessions, devices, invitations, accounts; ' + dropLimitTables);
  }
}
