/** How many belong to a group, its leader among them. */
export const [smallest, usual, largest] = [8, 9, 10];
export const mostCovered = 2;

/** A piece of the line: who stands in it, and which compounds it is to look after. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly covered: readonly string[];
}

/** Into how many groups so many people go. There are counts that no groups of 8 to 10 make up: below 8, 11 to 15, 21 to 23, and 31. */
export function groupsFor(people: number): { readonly groups: number; readonly sizes: readonly number[] } {
  const [fewest, most] = [Math.ceil(people / largest), Math.floor(people / smallest)];
  if (fewest <= most) return { groups: Math.min(Math.max(Math.round(people / usual), fewest), most), sizes: [usual, smallest, largest] };
  const amiss = (groups: number) => Math.max(groups * smallest - people, people - groups * largest);
  const groups = most > 0 && amiss(most) < amiss(fewest) ? most : fewest;
  return { groups, sizes: [...new Set([Math.floor(people / groups), Math.ceil(people / groups)])] };
}

/** The whole line, cut so that as few as possible live where their group does not go, then so that groups mix few compounds, then evenly. */
export function cut(homes: readonly string[]): Piece[] {
  const { groups, sizes } = groupsFor(homes.length);
  const best = new Map<string, Cut>([[at(0, 0), { cost: 0, size: 0 }]]);
  for (let made = 0; made < groups; made += 1)
    for (let from = 0; from < homes.length; from += 1) {
      const before = best.get(at(made, from));
      if (before) for (const size of sizes) offer(best, made, from, size, before.cost + costOf(homes.slice(from, from + size), size));
    }
  return piecesOf(homes, groups, best);
}

interface Cut {
  readonly cost: number;
  readonly size: number;
}
const at = (made: number, position: number) => `${made}:${position}`;

function offer(best: Map<string, Cut>, made: number, from: number, size: number, cost: number): void {
  const there = at(made + 1, from + size);
  if (cost < (best.get(there)?.cost ?? Infinity)) best.set(there, { cost, size });
}

const [awayCost, mixedCost] = [10_000, 100];

function costOf(homes: readonly string[], size: number): number {
  if (homes.length < size) return Infinity;
  const covered = coveredBy(homes);
  const away = homes.filter((home) => !covered.includes(home)).length;
  return away * awayCost + (new Set(homes).size - 1) * mixedCost + (size - usual) ** 2;
}

/** The one or two compounds where most of them live, in the order of the line; of two alike the one whose people are all of this group. */
function coveredBy(homes: readonly string[], line = homes): string[] {
  const all = [...new Set(homes)];
  const living = (home: string, among = homes) => among.filter((other) => other === home).length;
  const most = all.toSorted((a, b) => living(b) - living(a) || living(a, line) - living(b, line)).slice(0, mostCovered);
  return all.filter((home) => most.includes(home));
}

function piecesOf(homes: readonly string[], groups: number, best: ReadonlyMap<string, Cut>): Piece[] {
  const pieces: Piece[] = [];
  for (let [made, to] = [groups, homes.length]; made > 0; made -= 1) {
    const from = to - (best.get(at(made, to))?.size ?? 0);
    pieces.unshift({ from, to, covered: coveredBy(homes.slice(from, to), homes) });
    to = from;
  }
  return pieces;
}
