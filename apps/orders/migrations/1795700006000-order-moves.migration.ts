import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An order that is another household's from some moment on. Without `reason` its household was merged: members keeps why. */
const tables = `
  CREATE TABLE order_moves (${tenant}, move_id bigint GENERATED ALWAYS AS IDENTITY, order_id uuid NOT NULL, from_household uuid NOT NULL,
    to_household uuid NOT NULL, reason text, entered_by text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (community_id, move_id), CHECK (from_household <> to_household),
    FOREIGN KEY (community_id, order_id) REFERENCES orders);
  CREATE INDEX ON order_moves (community_id, order_id);
`;

export class OrderMoves1795700006000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(tables);
    await db.query(guard('order_moves') + grant('order_moves', 'INSERT', 'jielong_orders_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE order_moves');
  }
}
