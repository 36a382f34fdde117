import { DomainError } from '@jielong/kernel';
import { limitsIn, timesOf } from './condition.js';
import type { MembersErrorCode } from './errors.js';
import type { Groupable } from './grouping.js';
import type { Organisation } from './organisation.js';
import type { ChangedLists } from './people-changes.js';
import type { GroupRow, MemberRow } from './people-tables.js';

/** A member of the list as a proposal of groups needs one. */
export function groupableOf(member: Pick<MemberRow, 'code' | 'homeCompound' | 'skills' | 'limits' | 'availability'>): Groupable {
  const limits = limitsIn(member.limits);
  return {
    code: member.code,
    compound: member.homeCompound,
    skills: member.skills,
    times: timesOf(member.availability, limits),
    mayCarry: limits.mayCarry,
    isLimited: member.limits !== '',
  };
}

/** A group as a person has approved it. */
export interface FormedGroup {
  readonly group: string;
  readonly compounds: readonly string[];
  readonly leader: string;
  /** The leader among them. */
  readonly members: readonly string[];
}

/** The groups of a branch are these from now on; whoever stood in one of its groups and is in none of these stands in the branch itself. Refuses a branch that is not there. */
export function formGroups(
  { groups, members }: Pick<Organisation, 'groups' | 'members'>,
  branch: string,
  formed: readonly FormedGroup[],
): ChangedLists {
  const own = groups.find((row) => row.branch === branch);
  if (!own) throw noSuchBranch(branch, groups);
  const { source, purposes } = own;
  const rows = formed.map(({ group, compounds, leader }): GroupRow => {
    const known = groups.find((row) => row.branch === branch && row.group === group);
    return { branch, group, leader, compounds, gates: known?.gates ?? [], source, purposes };
  });
  const others = groups.filter((row) => row.branch !== branch || row.group === '');
  const places = new Map(formed.flatMap(({ group, leader, members: all }) => all.map((code) => [code, { group, leads: code === leader }])));
  return { groups: [...others, ...rows], members: members.map((member) => placed(member, branch, places.get(member.code))) };
}

const noSuchBranch = (branch: string, groups: readonly GroupRow[]) => {
  const branches = [...new Set(groups.map((row) => row.branch))];
  return new DomainError<MembersErrorCode>(
    'invalid',
    'unknown-branch',
    {
      zh: `没有“${branch}”这个支部。现有：${branches.join('、')}。新支部请先用 group add 建立。`,
      en: `There is no branch ${branch}. There are ${branches.join(', ')}. Add a new one first.`,
    },
    { branches },
  );
};

function placed(member: MemberRow, branch: string, place: { readonly group: string; readonly leads: boolean } | undefined): MemberRow {
  if (place) return { ...member, branch, group: place.group, duty: place.leads ? 'leader' : 'group-member' };
  return member.branch === branch && member.group !== '' ? { ...member, group: '', duty: 'branch-member' } : member;
}
