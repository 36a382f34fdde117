import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'logistics.published_waiting_orders_v1';

/** What waits at a point that is open: members gives the telephone of its household to whoever hands it out or brings it, as long as it does. */
export class WaitingOrders1796490000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SET LOCAL lock_timeout = '3s'`); // behind one long writer all others would queue: it may be started again
    await db.query('CREATE INDEX open_orders_of_households ON logistics.pickup_orders (community_id, household_id) WHERE open');
    await db.query(
      publish(
        view,
        `SELECT o.community_id, o.household_id, o.order_id, o.run_id, o.fulfilment, r.compound, p.gate, t.trip_id, t.team
         FROM logistics.pickup_orders o
         JOIN logistics.supply_runs r ON r.community_id = o.community_id AND r.run_id = o.run_id
         JOIN logistics.run_points p ON p.community_id = o.community_id AND p.run_id = o.run_id AND p.pickup_point_id = o.pickup_point_id
         LEFT JOIN logistics.stops s ON s.community_id = o.community_id AND s.run_id = o.run_id AND s.pickup_point_id = o.pickup_point_id
         LEFT JOIN logistics.trips t ON t.community_id = s.community_id AND t.trip_id = s.trip_id
         WHERE o.open AND p.state = 'open' AND EXISTS (SELECT FROM logistics.pickup_order_lines l
           WHERE l.community_id = o.community_id AND l.order_id = o.order_id AND l.portions > l.handed_out)`,
        ['jielong_members_app'],
      ),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
    await db.query('REVOKE USAGE ON SCHEMA logistics FROM jielong_members_app');
    await db.query('DROP INDEX logistics.open_orders_of_households');
  }
}
