import { grant, guard, mayForget, mayNotForget, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
/** From which instant the days of a row are counted. */
const overSince = { idempotency_keys: 'at', refused_reports: 'refused_at', step_links: 'coalesce(revoked_at, expires_at)' } as const;

/** What is over may be forgotten after some days, and nothing else; rounds of forgetting, of which one at a time is open. */
export class Forgetting1796400004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(`
      CREATE TABLE retentions (${tenant}, retention_id uuid NOT NULL, started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz, counts jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (community_id, retention_id));
      CREATE UNIQUE INDEX one_open_retention ON retentions (community_id) WHERE ended_at IS NULL;
      CREATE INDEX ON retentions (community_id, started_at);
      ${guard('retentions')} ${grant('retentions', 'INSERT, UPDATE (ended_at, counts)', app)}`);
    for (const [table, over] of Object.entries(overSince)) await db.query(mayForget(table, over, app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(overSince)) await db.query(mayNotForget(table, app));
    await db.query('DROP TABLE retentions');
  }
}
