import { keyOf, type Movement } from './book.js';

export type Entry<Booked extends Movement = Movement> =
  (Movement & { readonly reverses?: undefined }) | (Omit<Booked, 'kind'> & { readonly kind: 'reverse'; readonly reverses: Booked });

/** What to append so that a ledger that says `before` says `after`: nothing is edited or deleted. */
export function difference<Booked extends Movement>(before: readonly Booked[], after: readonly Movement[]): Entry<Booked>[] {
  const wanted = new Map<string, Movement[]>();
  for (const movement of after) wanted.set(identityOf(movement), [...(wanted.get(identityOf(movement)) ?? []), movement]);
  const gone = before.filter((movement) => !wanted.get(identityOf(movement))?.pop());
  const reversals = gone.map((it) => ({ ...it, from: it.to, to: it.from, kind: 'reverse' as const, reverses: it }));
  return [...reversals, ...[...wanted.values()].flat()];
}

const identityOf = ({ bundle, kind, step, from, to, portions, reportId, enteredBy, evidence }: Movement): string =>
  JSON.stringify([bundle, kind, step, keyOf(from), keyOf(to), portions, reportId, enteredBy, evidence]);
