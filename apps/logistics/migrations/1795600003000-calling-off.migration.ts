import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run that orders has called off. */
export class CallingOff1795600003000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE supply_runs ADD COLUMN called_off_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE supply_runs DROP COLUMN called_off_at');
  }
}
