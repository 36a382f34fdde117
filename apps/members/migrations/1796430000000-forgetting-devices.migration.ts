import { mayForget, mayNotForget } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
/** From when a row is over; a device that nobody has ended is so with its shift, which lasts a day at most. */
const over = {
  shift_posts: 'until_at',
  shift_devices: `coalesce(ended_at, joined_at + interval '24 hours')`,
  shifts: 'coalesce(ended_at, until_at)',
  api_keys: 'coalesce(revoked_at, expires_at)',
} as const;

/** Shifts and API keys may be forgotten too, once they are over for some days. */
export class ForgettingDevices1796430000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, since] of Object.entries(over)) await db.query(mayForget(table, since, app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(over)) await db.query(mayNotForget(table, app));
  }
}
