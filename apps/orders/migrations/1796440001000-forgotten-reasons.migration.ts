import { mayEmpty, mayNotEmpty } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const tables = ['pickup_moves', 'building_closures'] as const;

/** Why a building was closed or its point moved may name somebody: it may be made empty once its run is over for long enough. */
export class ForgottenReasons1796440001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of tables) await db.query(mayEmpty(table, ['reason'], app));
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of tables) await db.query(mayNotEmpty(table, ['reason'], app));
  }
}
