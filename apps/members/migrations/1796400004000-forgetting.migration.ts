import { mayForget, mayNotForget } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
/** From which instant the days of a row are counted. */
const overSince = {
  sessions: 'coalesce(ended_at, expires_at)',
  devices: 'revoked_at',
  invitations: 'coalesce(used_at, revoked_at, expires_at)',
  idempotency_keys: 'at',
  reveals: 'at',
} as const;

/** What is over may be forgotten after some days, and nothing else. */
export class Forgetting1796400004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, over] of Object.entries(overSince)) await db.query(mayForget(table, over, app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(overSince)) await db.query(mayNotForget(table, app));
  }
}
