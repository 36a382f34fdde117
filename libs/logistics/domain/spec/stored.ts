import { inFlightKinds, placeKinds, type PlaceKind } from '@jielong/logistics-contract';
import { keyOf, type Movement } from '../book.js';
import { sum } from '../counts.js';
import { difference, type Entry } from '../difference.js';
import { bundlesOf, type RunSaid } from '../said.js';

/** Kept as the service keeps it: rows that only grow, of which reversed ones no longer count. */
export class Stored {
  readonly rows: Entry[] = [];
  standing: Movement[] = [];

  append(after: readonly Movement[]): void {
    const entries = difference(this.standing, after);
    this.rows.push(...entries);
    const reversed = new Set(entries.flatMap((entry) => (entry.kind === 'reverse' ? [entry.reverses] : [])));
    this.standing = [
      ...this.standing.filter((it) => !reversed.has(it)),
      ...entries.filter((entry): entry is Movement => entry.kind !== 'reverse'),
    ];
  }
  balances(run: RunSaid): Map<string, number> {
    const held = new Map<string, number>();
    const add = (key: string, n: number) => held.set(key, (held.get(key) ?? 0) + n);
    for (const { bundle, from, to, portions: n } of this.rows) {
      add(`${bundle} ${keyOf(from)}`, -n);
      add(`${bundle} ${keyOf(to)}`, n);
    }
    for (const { id, handedOut } of run.points) {
      for (const [bundle, n] of Object.entries(handedOut)) {
        add(`${bundle} pickup-point:${id}`, -n);
        add(`${bundle} household:`, n);
      }
    }
    return held;
  }
}

const kindOf = (key: string): PlaceKind => placeKinds.find((kind) => key.split(' ')[1]?.startsWith(`${kind}:`)) ?? 'source';

/** Invariant 1: what came in is somewhere, and nowhere is there less than nothing. */
export function wrongIn(run: RunSaid, stored: Stored): string[] {
  const balances = [...stored.balances(run)].map(([key, held]) => ({ key, held, kind: kindOf(key) }));
  const heldBy = (bundle: string, of: readonly PlaceKind[]) =>
    sum(balances.filter(({ key, kind }) => key.startsWith(bundle) && of.includes(kind)).map(({ held }) => held));
  const below = balances
    .filter(({ kind, held }) => kind !== 'source' && kind !== 'sorting' && held < 0)
    .map(({ key, held }) => `${key} holds ${held}`);
  const unbalanced = bundlesOf(run).flatMap((bundle) => {
    const [received, is] = [0 - heldBy(bundle, ['source', 'sorting']), heldBy(bundle, ended) + heldBy(bundle, inFlightKinds)];
    return is === received ? [] : [`${bundle}: received ${received}, is ${is}`];
  });
  const inFlight = heldBy('', inFlightKinds);
  return [...below, ...unbalanced, ...(run.disposal && inFlight ? [`${inFlight} are left after disposal`] : [])];
}
const ended: readonly PlaceKind[] = ['household', 'returned', 'written-off', 'carried-out'];
