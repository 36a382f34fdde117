import type { KnownEntry, PlannedEntry } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { chainEntries } from '../sealed.js';

type Counted = KnownEntry['orders'][number];
type InTheClear = 'action' | 'householdId' | 'room' | 'items' | 'gate';
/** An entry as it stands in its row. What SQL goes by is in the clear; all else that was read in it, names and remarks among it, is sealed. */
export interface PartedEntry {
  readonly entryId: string;
  readonly orders: readonly Pick<Counted, InTheClear>[];
  /** In the order of `orders`. */
  readonly said: readonly Omit<Counted, InTheClear>[];
}

/** For its row. */
export const sealedEntry = <E extends Pick<PlannedEntry, 'orders'>>(tx: EntityManager, entryId: string, entry: E) =>
  chainEntries.seal(tx, entryId, {
    ...entry,
    entryId,
    orders: entry.orders.map(({ action, householdId, room, items, gate }) => ({ action, householdId, room, items, gate })),
    said: entry.orders.map(({ action: _, householdId: _h, room: _r, items: _i, gate: _g, ...said }) => said),
  });

/** From its row. */
export function openedEntry<E extends PartedEntry>(tx: EntityManager, row: E): Omit<E, keyof PartedEntry> & Pick<KnownEntry, 'orders'> {
  const { entryId: _, said, orders, ...entry } = chainEntries.open(tx, row.entryId, row);
  return { ...entry, orders: orders.map((order, i) => ({ placedBy: null, remarks: [], ...said[i], ...order })) };
}

/** Ids of a chain's entries by fingerprint. The chain is held: nobody adds one meanwhile. */
export async function entryIds(tx: EntityManager, runId: string, chain: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ entryId: string; fingerprint: string }[]>(
    'SELECT entry_id AS "entryId", fingerprint FROM chain_entries WHERE run_id = $1 AND chain = $2',
    [runId, chain],
  );
  return new Map(rows.map((row) => [chainEntries.open(tx, row.entryId, row).fingerprint, row.entryId]));
}
