import { mayForget, mayNotForget } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';
/** From which instant the days of a row are counted. */
const overSince = { idempotency_keys: 'at', refused_reports: 'refused_at', step_links: 'coalesce(revoked_at, expires_at)' } as const;

/** What is over may be forgotten after some days, and nothing else. */
export class Forgetting1796400004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, over] of Object.entries(overSince)) await db.query(mayForget(table, over, app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(overSince)) await db.query(mayNotForget(table, app));
  }
}
