/** Metres, minutes, or whatever tells near from far, the same both ways. A pair that is not named is out of reach. */
export type Distances = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Compounds in an order in which neighbours stand side by side, and how far one is from another. */
export interface Neighbourhood {
  readonly line: readonly string[];
  readonly distance: (from: string, to: string) => number;
}

/** From a list in which neighbours stand side by side, or from distances; compounds that a list leaves out come last, in their own order. */
export function neighbourhoodOf(compounds: readonly string[], near: readonly string[] | Distances = compounds): Neighbourhood {
  if (!isList(near)) return byDistances(compounds, near);
  return inOrder([...new Set([...near.filter((code) => compounds.includes(code)), ...compounds])]);
}

const isList = (near: readonly string[] | Distances): near is readonly string[] => Array.isArray(near);

function inOrder(line: readonly string[]): Neighbourhood {
  const isHere = (...codes: readonly string[]) => codes.every((code) => line.includes(code));
  return { line, distance: (from, to) => (isHere(from, to) ? Math.abs(line.indexOf(from) - line.indexOf(to)) : Infinity) };
}

/** A row is walked from its end: the compound that is farthest from another comes first, then always the nearest that is left. */
function byDistances(compounds: readonly string[], distances: Distances): Neighbourhood {
  const distance = (from: string, to: string) => (from === to ? 0 : (distances[from]?.[to] ?? distances[to]?.[from] ?? Infinity));
  const left = new Set(compounds.toSorted());
  const reach = (code: string) => Math.max(0, ...compounds.map((other) => distance(code, other)).filter(Number.isFinite));
  const line: string[] = [];
  let here = least([...left], (code) => -reach(code));
  while (here !== undefined) {
    const last = here;
    line.push(last);
    left.delete(last);
    here = least([...left], (code) => distance(last, code));
  }
  return { line, distance };
}

/** The first of those with the lowest value. */
export const least = <T>(all: readonly T[], valueOf: (one: T) => number): T | undefined =>
  all.reduce<{ one: T; value: number } | undefined>((found, one) => {
    const value = valueOf(one);
    return found && found.value <= value ? found : { one, value };
  }, undefined)?.one;
