import type { Text } from '@jielong/kernel';
import type { DayPart } from './condition.js';
import { cut, mostCovered, type Piece } from './cutting.js';
import { aboutGroup, aboutSizes, homeUnknown, livesElsewhere, notCovered } from './grouping-words.js';
import { neighbourhoodOf, least, type Distances, type Neighbourhood } from './neighbourhood.js';

/** A person to be put into a group; no two have the same code. */
export interface Groupable {
  readonly code: string;
  /** Where the person lives; null where nobody knows. */
  readonly compound: string | null;
  readonly skills: readonly string[];
  /** Parts of a day on which the person can be counted; none for somebody who does no duty for now. */
  readonly times: readonly DayPart[];
  readonly mayCarry: boolean;
  /** Whether there is anything to bear in mind about this person. What it is, a proposal neither needs nor says. */
  readonly isLimited: boolean;
}
export interface NamedCompound {
  readonly code: string;
  readonly name: string;
}
export interface ProposedGroup {
  readonly number: number;
  /** The one or two that it looks after. */
  readonly compounds: readonly string[];
  readonly leader: string;
  /** Everybody, the leader among them. */
  readonly members: readonly string[];
  readonly why: Text;
}
export interface Grouping {
  readonly groups: readonly ProposedGroup[];
  /** Everybody who is not in a group that looks after the compound where they live. */
  readonly notes: readonly { readonly code: string; readonly group: number; readonly why: Text }[];
  /** What a person who approves it has to know of the whole. */
  readonly remarks: readonly Text[];
}

/**
 * Proposes groups near their members' homes: the same for the same people in whatever order. `near` says which compounds are neighbours: a
 * list in which they stand side by side, or distances; else the order of `compounds`.
 */
export function proposeGroups(
  people: readonly Groupable[],
  compounds: readonly NamedCompound[],
  near?: readonly string[] | Distances,
): Grouping {
  const around = neighbourhoodOf(
    compounds.map(({ code }) => code),
    near,
  );
  const line = lineUp(people, around);
  const pieces = cut(line.map(({ place }) => place));
  const covered = coverAll(
    pieces.map((piece) => piece.covered.filter((code) => around.line.includes(code))),
    around,
  );
  const names = new Map(compounds.map(({ code, name }) => [code, name]));
  const nameOf = (code: string) => names.get(code) ?? code;
  const groups = gather(line, pieces).flatMap((members, at) => formed(at + 1, members, covered[at] ?? [], around.distance));
  return {
    groups: groups.map((group) => proposed(group, nameOf)),
    notes: groups.flatMap((group) => notesOn(group, groups, names)),
    remarks: [
      ...aboutSizes(groups.map(({ members }) => members.length)),
      ...around.line.filter((code) => !covered.flat().includes(code)).map((code) => notCovered(nameOf(code))),
    ],
  };
}

/** Somebody in the line of compounds: at home, or where the fewest are, if nobody knows a home. */
interface Placed {
  readonly person: Groupable;
  readonly place: string;
}
export interface Formed {
  readonly number: number;
  readonly compounds: readonly string[];
  readonly leader: Groupable;
  readonly members: readonly Groupable[];
}

function lineUp(people: readonly Groupable[], { line }: Neighbourhood): Placed[] {
  const living = new Map<string, Groupable[]>(line.map((code) => [code, []]));
  const byCode = people.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const isHome = ({ compound }: Groupable) => compound !== null && living.has(compound);
  for (const person of byCode.filter(isHome)) living.get(person.compound ?? '')?.push(person);
  const homeless = byCode.filter((person) => !isHome(person));
  if (line.length === 0) return homeless.map((person) => ({ person, place: '' }));
  for (const person of homeless) least([...living.values()], (there) => there.length)?.push(person);
  return [...living].flatMap(([place, there]) => there.map((person) => ({ person, place })));
}

/** A compound that no piece looks after goes to the nearest group that has one only. */
function coverAll(covered: readonly (readonly string[])[], { line, distance }: Neighbourhood): string[][] {
  const groups = covered.map((codes) => [...codes]);
  for (const code of line.filter((one) => !covered.flat().includes(one))) {
    const free = groups.filter((codes) => codes.length > 0 && codes.length < mostCovered);
    least(free, (codes) => Math.min(...codes.map((other) => distance(code, other))))?.push(code);
  }
  return groups.map((codes) => line.filter((code) => codes.includes(code)));
}

/** Who lives in one compound is dealt to the groups that it is cut into, so that each has people for day and night, and for carrying. */
function gather(line: readonly Placed[], pieces: readonly Piece[]): Groupable[][] {
  const groups: Groupable[][] = pieces.map(() => []);
  for (const place of new Set(line.map((one) => one.place))) {
    const wanted = pieces.map(({ from, to }) => line.slice(from, to).filter((one) => one.place === place).length);
    const scarceFirst = line.filter((one) => one.place === place).toSorted((a, b) => a.person.times.length - b.person.times.length);
    for (const { person } of scarceFirst) {
      const open = groups.flatMap((members, at) => ((wanted[at] ?? 0) > 0 ? [{ members, at }] : []));
      const chosen = least(open, ({ members }) => likeness(person, members));
      if (!chosen) continue;
      chosen.members.push(person);
      wanted[chosen.at] = (wanted[chosen.at] ?? 0) - 1;
    }
  }
  return groups.map((members) => members.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
}

/** How much of what a person brings a group has already. */
const likeness = (person: Groupable, members: readonly Groupable[]): number =>
  members.length +
  person.times.reduce((sum, time) => sum + members.filter(({ times }) => times.includes(time)).length, 0) +
  (person.mayCarry ? members.filter(({ mayCarry }) => mayCarry).length : 0);

function formed(
  number: number,
  members: readonly Groupable[],
  compounds: readonly string[],
  distance: Neighbourhood['distance'],
): Formed[] {
  const away = ({ compound }: Groupable) =>
    compounds.includes(compound ?? '') ? -1 : Math.min(Infinity, ...compounds.map((code) => distance(compound ?? '', code)));
  const nearest = Math.min(...members.map(away));
  const [leader] = members.filter((member) => away(member) === nearest).toSorted(leadsFirst);
  return leader ? [{ number, compounds, leader, members }] : [];
}

/** Whoever has most time, then whoever is not limited, then whoever can do most. */
const leadsFirst = (a: Groupable, b: Groupable): number =>
  b.times.length - a.times.length || Number(a.isLimited) - Number(b.isLimited) || b.skills.length - a.skills.length;

const proposed = (group: Formed, nameOf: (code: string) => string): ProposedGroup => ({
  number: group.number,
  compounds: group.compounds,
  leader: group.leader.code,
  members: group.members.map(({ code }) => code),
  why: aboutGroup(group, nameOf),
});

function notesOn({ number, compounds, members }: Formed, all: readonly Formed[], names: ReadonlyMap<string, string>): Grouping['notes'] {
  return members.flatMap(({ code, compound }) => {
    if (compound !== null && compounds.includes(compound)) return [];
    const home = names.get(compound ?? '');
    const there = all.find((group) => group.compounds.includes(compound ?? ''))?.number;
    return [{ code, group: number, why: home === undefined ? homeUnknown(code, number) : livesElsewhere(code, home, number, there) }];
  });
}
