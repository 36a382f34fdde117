import { sealColumns, SealedTable, sealMechanisms, unsealColumns, unsealMechanisms } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const sequences = 'order_moves_move_id_seq, pickup_moves_move_id_seq';
const reason = ['reason'];

/** As they were sealed first: a later migration may add columns, and this one goes on meaning these. */
const tables = [
  new SealedTable('orders.orders', { key: ['order_id'], text: ['placed_by', 'remark', 'cancel_reason'] }),
  new SealedTable('orders.order_moves', { key: ['move_id'], text: reason }),
  new SealedTable('orders.chains', { key: ['run_id', 'name'], text: ['text'] }),
  new SealedTable('orders.payment_reversals', { key: ['payment_id'], text: reason }),
  new SealedTable('orders.payouts', { key: ['payout_id'], text: reason }),
  new SealedTable('orders.waivers', { key: ['waiver_id'], text: reason }),
  new SealedTable('orders.settlement_lines', { key: ['run_id', 'number', 'line'], text: reason }),
  new SealedTable('orders.building_closures', { key: ['run_id', 'building'], text: reason }),
  new SealedTable('orders.pickup_moves', { key: ['run_id', 'move_id'], text: reason }),
  new SealedTable('orders.supply_runs', { key: ['run_id'], text: ['called_off_because'] }),
  new SealedTable('orders.purchases', { key: ['purchase_id'], text: ['none_because'] }),
];

/** What people write about people, remarks and reasons and pasted texts, is sealed. A reason is bound to its id, known before it is written. */
export class SealedValues1795900000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`GRANT USAGE ON SEQUENCE ${sequences} TO ${app}`);
    await sealColumns(db, tables);
    await sealMechanisms(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await unsealMechanisms(db);
    await unsealColumns(db, tables);
    await db.query(`REVOKE USAGE ON SEQUENCE ${sequences} FROM ${app}`);
  }
}
