import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One scan is one pickup and one delivery, whatever the code above believes; a conflict is found by its scan; and an answer is kept letter for
 * letter, so that everybody who repeats a scan is told the same.
 */
export class OnePickupAScan1795500000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNIQUE INDEX one_pickup_a_scan ON pickups (community_id, scan_id);
      CREATE UNIQUE INDEX one_delivery_a_scan ON deliveries (community_id, scan_id);
      ALTER TABLE scans ALTER COLUMN answer TYPE json;
      CREATE INDEX conflicts_by_scan ON scan_conflicts (community_id, scan_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP INDEX one_pickup_a_scan, one_delivery_a_scan, conflicts_by_scan; ALTER TABLE scans ALTER COLUMN answer TYPE jsonb',
    );
  }
}
