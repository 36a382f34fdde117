import { canonical } from '@jielong/kernel';

/** Rows that say anything else than the known ones of their keys, or have none: what is sealed anew is another value, so that only what it says compares. */
export function differing<R extends object>(rows: readonly R[], known: readonly R[], keyOf: (row: R) => readonly string[]): R[] {
  const before = new Map(known.map((row) => [canonical(keyOf(row)), canonical(row)]));
  return rows.filter((row) => before.get(canonical(keyOf(row))) !== canonical(row));
}
