import { dropLadderColumns, ladderColumns } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told that a step is late; and what a process needs that has lost its execution. */
export class Ladders1795600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(ladderColumns('jielong_logistics_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropLadderColumns);
  }
}
