import type { CompoundRow } from './places-tables.js';
import type { GroupRow, MemberRow } from './people-tables.js';

/** A group, or the branch itself where `group` is empty. */
export const groupKey = ({ branch, group }: Pick<GroupRow, 'branch' | 'group'>): string => `${branch} ${group}`.trim();

export const isLeading = ({ duty }: Pick<MemberRow, 'duty'>): boolean => duty === 'leader' || duty === 'secretary';

/** Who leads each group or branch, by `groupKey`: the list of members says it. */
export const leadersOf = (members: readonly MemberRow[]): ReadonlyMap<string, string> =>
  new Map(members.filter(isLeading).map((member) => [groupKey(member), member.code]));

/** A gate as people call it, `蓝天花园南门`, and whose it is. */
export interface NamedGate {
  readonly compound: string;
  readonly gate: string;
}
export const namedGates = (compounds: readonly CompoundRow[]): ReadonlyMap<string, NamedGate> =>
  new Map(compounds.flatMap(({ code, name, gates }) => gates.map((gate) => [`${name}${gate}`, { compound: code, gate }] as const)));

/** Part of what a group is in charge of: a gate of a compound, or all of it. */
export interface Coverage {
  readonly compound: string;
  readonly gate: string | null;
}

/** What a group is in charge of: of each compound the gates that it names, or else the compound as a whole. */
export function coverageOf({ compounds, gates }: Pick<GroupRow, 'compounds' | 'gates'>, known: ReadonlyMap<string, NamedGate>): Coverage[] {
  const named = gates.flatMap((gate) => known.get(gate) ?? []);
  return [...new Set(compounds)].flatMap((compound): Coverage[] => {
    const own = named.filter((gate) => gate.compound === compound);
    return own.length > 0 ? own : [{ compound, gate: null }];
  });
}

/** Fills in what a row of the list of groups leaves to others, and puts its gates in the order of its compounds, in which they are kept. */
export function completeGroups(members: readonly MemberRow[], compounds: readonly CompoundRow[]): (row: GroupRow) => GroupRow {
  const leaders = leadersOf(members);
  const known = namedGates(compounds);
  const first = new Map<string, GroupRow>();
  return (row) => {
    const { source, purposes } = first.get(row.branch) ?? (first.set(row.branch, row), row);
    const gates = row.compounds.flatMap((code) => row.gates.filter((gate) => known.get(gate)?.compound === code));
    const leader = leaders.get(groupKey(row)) ?? null;
    return { ...row, leader, source, purposes, compounds: [...new Set(row.compounds)], gates: [...new Set(gates)] };
  };
}

/** Whoever stands in a group or branch and nothing is said of the duty is one of its members. */
export const completeMember = (row: MemberRow): MemberRow =>
  row.duty !== null || row.branch === '' ? row : { ...row, duty: row.group === '' ? 'branch-member' : 'group-member' };
