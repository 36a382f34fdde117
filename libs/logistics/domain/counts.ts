import type { CountLine } from '@jielong/logistics-contract';

/** One bundle as somebody counted it. `portions` undefined: as expected, less what is not (fit). */
export interface Count {
  readonly portions: number | undefined;
  readonly missing: number;
  readonly damaged: number;
  /** Part of what is there, and of `portions`, that was not expected. */
  readonly surplus: number;
}

/** What a report's lines say of one bundle of one run. */
export function countOf(lines: readonly CountLine[] | undefined, run: string, bundle: string): Count {
  const line = lines?.find((it) => it.bundle === bundle && (it.run ?? run) === run);
  return { portions: line?.portions, missing: line?.missing ?? 0, damaged: line?.damaged ?? 0, surplus: line?.surplus ?? 0 };
}

/** How many had to be there for such a count; undefined where nobody counted. */
export const drawnBy = ({ portions, missing, damaged, surplus }: Count): number | undefined =>
  portions === undefined ? undefined : portions + missing + damaged - surplus;

/** One of several that share what a place holds: buses at a supplier, stops of a bus. */
export interface Taker {
  readonly spoken: boolean;
  readonly counted: number | undefined;
  readonly planned: number | undefined;
  /** What others have counted or picked up of what it took. */
  readonly needed: number;
}

/**
 * What one of them takes as expected: its planned share, of what the others do not certainly have; without a plan what they leave; and the
 * last one, when all have spoken, what remains.
 */
export function shareOf(takers: readonly Taker[], index: number, held: number): number {
  const others = takers.filter((taker, i) => i > index || (i < index && !taker.spoken));
  if (!others.length) return held;
  const free = Math.max(0, held - sum(others.map(({ counted, needed }) => counted ?? needed)));
  const promised = sum(others.map(({ counted, planned = 0, needed }) => (counted === undefined ? Math.max(0, planned - needed) : 0)));
  return Math.min(free, takers[index]?.planned ?? Math.max(0, free - promised));
}

/** Deals `wanted` out over `expected`, one after the other; the last gets what is left over. */
export function dealt(wanted: number, expected: readonly number[]): number[] {
  let left = wanted;
  return expected.map((most, i) => {
    const portions = i === expected.length - 1 ? left : Math.min(most, left);
    left -= portions;
    return portions;
  });
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
