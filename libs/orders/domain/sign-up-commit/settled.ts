import type { CommitInput, CountedOrder } from './types.js';

/** Fingerprints of the entries that count already and say the same as when they were counted. */
export function settledIn({ lines, known }: Pick<CommitInput, 'lines' | 'known'>): ReadonlySet<string> {
  const counted = new Map(
    known.filter(({ orders }) => orders.length > 0).map(({ fingerprint, orders }) => [fingerprint, meaningOf(orders)]),
  );
  const same = lines.filter((line) => line.status === 'accepted' && counted.get(line.fingerprint) === meaningOf(line.orders));
  return new Set(same.map(({ fingerprint }) => fingerprint));
}

const meaningOf = (orders: readonly CountedOrder[]): string =>
  JSON.stringify(orders.map(({ action, householdId, items, gate }) => [action, householdId, Object.entries(items).sort(), gate]));
