import { SealedTable, sealedMechanisms } from '@jielong/platform';

const reason = ['reason'];

/** Who has placed an order, as somebody has written it; what else was said of it, and why it was cancelled. */
export const orders = new SealedTable('orders.orders', { key: ['order_id'], text: ['placed_by', 'remark', 'cancel_reason'] });
export const orderMoves = new SealedTable('orders.order_moves', { key: ['move_id'], text: reason });
/** The texts that neighbours have pasted, with names, rooms and telephones as they stand there. */
export const chains = new SealedTable('orders.chains', { key: ['run_id', 'name'], text: ['text'] });
/** Their entries. What of an entry counts stands in the clear, without who has placed it and what was remarked. */
export const chainEntries = new SealedTable('orders.chain_entries', {
  key: ['entry_id'],
  text: ['fingerprint', 'text'],
  json: ['reason_text', 'said'],
});
export const paymentReversals = new SealedTable('orders.payment_reversals', { key: ['payment_id'], text: reason });
export const payouts = new SealedTable('orders.payouts', { key: ['payout_id'], text: reason });
export const waivers = new SealedTable('orders.waivers', { key: ['waiver_id'], text: reason });
export const settlementLines = new SealedTable('orders.settlement_lines', { key: ['run_id', 'number', 'line'], text: reason });
export const buildingClosures = new SealedTable('orders.building_closures', { key: ['run_id', 'building'], text: reason });
export const pickupMoves = new SealedTable('orders.pickup_moves', { key: ['run_id', 'move_id'], text: reason });
export const supplyRuns = new SealedTable('orders.supply_runs', { key: ['run_id'], text: ['called_off_because'] });
export const purchases = new SealedTable('orders.purchases', { key: ['purchase_id'], text: ['none_because'] });

/** Every table of orders with sealed columns: what is not here keeps its old key for ever. */
export const sealedTables = [
  ...sealedMechanisms,
  orders,
  orderMoves,
  chains,
  chainEntries,
  paymentReversals,
  payouts,
  waivers,
  settlementLines,
  buildingClosures,
  pickupMoves,
  supplyRuns,
  purchases,
];
