import { SealedTable, sealedMechanisms } from '@jielong/platform';

export const pickupReversals = new SealedTable('logistics.pickup_reversals', { key: ['reversal_id'], text: ['reason'] });
export const conflictDecisions = new SealedTable('logistics.scan_conflict_decisions', { key: ['conflict_id'], text: ['reason'] });

/** What could not be read, as it came. */
export const scanConflicts = new SealedTable('logistics.scan_conflicts', { key: ['conflict_id'], text: ['raw'] });

/** Every table of logistics with sealed columns: what is not here keeps its old key for ever. */
export const sealedTables = [...sealedMechanisms, pickupReversals, conflictDecisions, scanConflicts];
