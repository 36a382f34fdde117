import type { Rule } from '@jielong/kernel';
import { groupDuties, type MembershipDuty } from '@jielong/members-contract';
import { groupKey, isLeading, leadersOf, namedGates } from './groups.js';
import type { GroupRow, groupsTable, MemberRow, membersTable } from './people-tables.js';
import type { BuildingRow, CompoundRow } from './places-tables.js';
import { complaint, unknownBuilding, unknownCompoundIn } from './references.js';

/** A group is in charge of known compounds, and of gates of theirs. */
export function coverageRule(compounds: readonly CompoundRow[]): Rule<typeof groupsTable.columns> {
  const codes = new Set(compounds.map(({ code }) => code));
  const gates = namedGates(compounds);
  return (row) => [
    ...row.compounds.filter((code) => !codes.has(code)).map((code) => unknownCompoundIn('compounds', code)),
    ...row.gates
      .filter((gate) => !row.compounds.includes(gates.get(gate)?.compound ?? ''))
      .map((gate) => complaint('gates', 'unknown-gate', `负责的小区没有“${gate}”`, `${gate} is no gate of these compounds`)),
  ];
}

/** Rows of one branch say the same of it or nothing, and its leader is who leads it in the list of members. */
export function groupRule(members: readonly MemberRow[]): Rule<typeof groupsTable.columns> {
  const leaders = leadersOf(members);
  const first = new Map<string, GroupRow>();
  return (row) => {
    const branch = first.get(row.branch) ?? (first.set(row.branch, row), row);
    const leader = leaders.get(groupKey(row));
    return [
      ...(row.source !== '' && row.source !== branch.source ? [branchDiffers('source', row.branch)] : []),
      ...(row.purposes.length > 0 && row.purposes.join() !== branch.purposes.join() ? [branchDiffers('purposes', row.branch)] : []),
      ...(row.leader !== null && row.leader !== leader ? [leaderDiffers(groupKey(row), leader)] : []),
    ];
  };
}

const branchDiffers = (column: 'source' | 'purposes', branch: string) =>
  complaint(
    column,
    'branch-differs',
    `与${branch}的第一行不同；请只写在第一行`,
    `differs from the first row of ${branch}: say it there alone`,
  );
const leaderDiffers = (key: string, leader: string | undefined) =>
  complaint(
    'leader',
    'leader-differs',
    `党员表里${key}的负责人是 ${leader ?? '（无）'}；请把党员表的“职务”一起改好`,
    `in the list of members ${leader ?? 'nobody'} leads ${key}: correct 职务 there, and import both together`,
  );

/** A member stands in a known group or branch, with a duty that is one of there, and lives in a known building. */
export function memberRule(
  groups: readonly Pick<GroupRow, 'branch' | 'group'>[],
  compounds: readonly CompoundRow[],
  buildings: readonly BuildingRow[],
): Rule<typeof membersTable.columns> {
  const known = new Set(groups.map(groupKey));
  const codes = new Set(compounds.map(({ code }) => code));
  const homes = new Set(buildings.map(({ compound, building }) => `${compound} ${building}`));
  return (row) => {
    const { homeCompound, homeBuilding } = row;
    return [
      ...groupComplaints(row, known),
      ...(homeCompound !== null && !codes.has(homeCompound) ? [unknownCompoundIn('homeCompound', homeCompound)] : []),
      ...(homeBuilding !== null && (homeCompound === null || (codes.has(homeCompound) && !homes.has(`${homeCompound} ${homeBuilding}`)))
        ? [unknownBuilding('homeBuilding', homeCompound ?? '？', homeBuilding)]
        : []),
    ];
  };
}

function groupComplaints(row: MemberRow, known: ReadonlySet<string>) {
  const { branch, group, duty } = row;
  if (branch === '') return group === '' && duty === null ? [] : [noBranch()];
  if (!known.has(groupKey(row))) return [unknownGroup(row)];
  return duty === null || isGroupDuty(duty) === (group !== '') ? [] : [dutyElsewhere(group)];
}

const isGroupDuty = (duty: MembershipDuty): boolean => groupDuties.some((one) => one === duty);

const noBranch = () =>
  complaint('branch', 'no-branch', '写了小组或职务，就要写支部', 'where there is a group or a duty there must be a branch');
const unknownGroup = ({ branch, group }: Pick<GroupRow, 'branch' | 'group'>) =>
  group === ''
    ? complaint(
        'branch',
        'unknown-branch',
        `支部与小组表里没有“${branch}”（小组留空）这一行`,
        `no row of branches and groups is ${branch} itself`,
      )
    : complaint('group', 'unknown-group', `“${branch}”没有“${group}”`, `${branch} has no group ${group}`);
const dutyElsewhere = (group: string) =>
  group === ''
    ? complaint('duty', 'duty-elsewhere', '这是小组里的职务，请写明小组', 'this is a duty in a group: name the group')
    : complaint(
        'duty',
        'duty-elsewhere',
        '这是支部的职务；在小组里是组长、副组长或组员',
        'this is a duty of a branch; a group has 组长, 副组长 and 组员',
      );

/** Nobody leads what another one leads. */
export function leadingRule(): Rule<typeof membersTable.columns> {
  const leaders = new Map<string, string>();
  return (row) => {
    if (!isLeading(row)) return [];
    const other = leaders.get(groupKey(row));
    leaders.set(groupKey(row), other ?? row.code);
    return other === undefined || other === row.code ? [] : [twoLeaders(groupKey(row), other)];
  };
}

const twoLeaders = (key: string, other: string) =>
  complaint('duty', 'two-leaders', `${key}已由 ${other} 负责`, `${other} leads ${key} already`);
