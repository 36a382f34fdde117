import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of one service one key is the current one; an older one may be good beside it while the service changes over. Only a hash is kept. */
const table = `
  CREATE TABLE api_keys (${tenant}, key_id uuid NOT NULL, service text NOT NULL CHECK (service ~ '^[a-z][a-z0-9-]{1,23}$'),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0), fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    days integer NOT NULL CHECK (days BETWEEN 1 AND 366),
    made_by text NOT NULL CHECK (made_by <> '') DEFAULT coalesce(current_setting('app.actor', true), ''), made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL, seen_at timestamptz, replaced_by uuid, revoked_at timestamptz, revoked_by text,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)), CHECK (replaced_by <> key_id),
    PRIMARY KEY (community_id, key_id), UNIQUE (community_id, fingerprint),
    FOREIGN KEY (community_id, replaced_by) REFERENCES api_keys (community_id, key_id) DEFERRABLE INITIALLY DEFERRED);
  CREATE UNIQUE INDEX one_current_key ON api_keys (community_id, service) WHERE revoked_at IS NULL AND replaced_by IS NULL;
  CREATE INDEX ON api_keys (community_id, made_at, key_id);
`;

/** API keys of services. */
export class ApiKeys1796411000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(table + guard('api_keys') + grant('api_keys', 'INSERT, UPDATE', 'jielong_members_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE api_keys');
  }
}
