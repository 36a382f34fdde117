/** Whole portions by some key: a run, a pickup point. */
export type Parts = Readonly<Record<string, number>>;

/**
 * Whole parts of `total` in proportion to `weights`, by largest remainder; equal remainders go in the order of their keys.
 * No part is above its weight as long as `total` is not above their sum.
 */
export function inProportion(total: number, weights: Parts): Record<string, number> {
  const sum = sumOf(weights);
  const quotas = Object.entries(weights).map(([key, weight]) => {
    const rest = sum === 0 ? 0 : (total * weight) % sum;
    return { key, rest, part: sum === 0 ? 0 : (total * weight - rest) / sum };
  });
  const left = sum === 0 ? 0 : total - quotas.reduce((taken, { part }) => taken + part, 0);
  const byRest = quotas.toSorted((a, b) => b.rest - a.rest || (a.key < b.key ? -1 : 1));
  return Object.fromEntries(byRest.map(({ key, part }, i) => [key, part + (i < left ? 1 : 0)]));
}

export const sumOf = (parts: Parts): number => Object.values(parts).reduce((sum, part) => sum + part, 0);
