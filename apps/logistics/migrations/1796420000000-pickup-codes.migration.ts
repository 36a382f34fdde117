import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what each order is handed out, as long as it can be: orders shows it to the household that it is of, and to nobody else. */
export class PickupCodes1796420000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      publish(
        'logistics.published_pickup_codes_v1',
        `SELECT o.community_id, o.run_id, o.order_id, o.code::text AS code,
           coalesce((SELECT sum(l.portions - l.handed_out) FROM logistics.pickup_order_lines l
             WHERE l.community_id = o.community_id AND l.order_id = o.order_id), 0)::integer AS portions_left,
           coalesce((SELECT sum(l.handed_out) FROM logistics.pickup_order_lines l
             WHERE l.community_id = o.community_id AND l.order_id = o.order_id), 0)::integer AS handed_out,
           p.state AS point_state
         FROM logistics.pickup_orders o
         JOIN logistics.run_points p ON p.community_id = o.community_id AND p.run_id = o.run_id AND p.pickup_point_id = o.pickup_point_id
         WHERE o.open`,
        ['jielong_orders_app'],
      ),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW logistics.published_pickup_codes_v1');
  }
}
