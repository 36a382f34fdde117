import { type Asides, type Columns, type RowOf, type SourceTable, type TableDefinition, tableOf } from '@jielong/kernel';
import { fileNames } from '@jielong/members-contract';
import { groupKey } from './groups.js';
import type { Organisation, OrganisationFiles, TableName } from './organisation.js';
import { type GroupRow, groupsTable, membersTable, rolesTable, supplyTeamsTable } from './people-tables.js';
import { type BuildingRow, buildingsTable, type CompoundRow, compoundsTable, householdsTable } from './places-tables.js';

/** All of an organisation as the files that it is imported from, with the columns in their order; what no import reads is filled in too. */
export function organisationFiles(known: Organisation): Readonly<Record<TableName, SourceTable>> {
  const compound = { 小区: ({ compound: code }: { readonly compound: string }) => nameIn(known, code) };
  return {
    compounds: written('compounds', compoundsTable, known.compounds, compoundAsides(known.buildings)),
    buildings: written('buildings', buildingsTable, known.buildings, compound),
    groups: written('groups', groupsTable, known.groups, groupAsides(known)),
    members: written('members', membersTable, known.members),
    supplyTeams: written('supplyTeams', supplyTeamsTable, known.supplyTeams),
    households: written('households', householdsTable, known.households, compound),
    roles: written('roles', rolesTable, known.roles),
  };
}

/** The lists that a change has touched, as if they were imported. Who leads is for the list of members to say. */
export const changedFiles = ({ groups, members, supplyTeams, roles }: Partial<Organisation>): OrganisationFiles => ({
  ...(groups && {
    groups: written(
      'groups',
      groupsTable,
      groups.map((row) => ({ ...row, leader: null })),
    ),
  }),
  ...(members && { members: written('members', membersTable, members) }),
  ...(supplyTeams && { supplyTeams: written('supplyTeams', supplyTeamsTable, supplyTeams) }),
  ...(roles && { roles: written('roles', rolesTable, roles) }),
});

/** Headers in the order of the sample's files, where it is not that of the columns; a column that is not named here comes behind them. */
const orders: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  compounds: ['小区代码', '小区', '大门', '自提点', '楼栋数', '每栋单元数', '层数', '每层每单元户数', '总户室数'],
  buildings: ['小区代码', '小区'],
  groups: ['支部', '小组', '组长编号', '组长', '组员数', '负责小区代码', '负责小区', '负责大门', '支部来源'],
  households: ['小区代码', '小区'],
};

function written<C extends Columns>(
  name: TableName,
  table: TableDefinition<C>,
  rows: readonly RowOf<C>[],
  asides: Asides<RowOf<C>> = {},
): SourceTable {
  const headers = [...(orders[name] ?? []), ...Object.values(table.columns).map(({ header }) => header)];
  return tableOf(table, fileNames[name], rows, [...new Set(headers)], asides);
}

const nameIn = ({ compounds }: Organisation, code: string): string => compounds.find((one) => one.code === code)?.name ?? '';

/** What the buildings of a compound have in common, and how many rooms they have together. */
function compoundAsides(buildings: readonly BuildingRow[]): Asides<CompoundRow> {
  const of = ({ code }: CompoundRow) => buildings.filter(({ compound }) => compound === code);
  const common = (name: 'units' | 'floors' | 'roomsPerFloor') => (row: CompoundRow) => {
    const [first, ...others] = new Set(of(row).map((building) => building[name]));
    return first === undefined || others.length > 0 ? '' : String(first);
  };
  const rooms = ({ units, floors, roomsPerFloor }: BuildingRow) => Math.max(units, 1) * floors * roomsPerFloor;
  return {
    楼栋数: (row) => String(of(row).length),
    每栋单元数: common('units'),
    层数: common('floors'),
    每层每单元户数: common('roomsPerFloor'),
    总户室数: (row) => String(of(row).reduce((sum, building) => sum + rooms(building), 0)),
  };
}

/** A branch counts everybody in it, a group those whom its leader leads. */
function groupAsides(known: Organisation): Asides<GroupRow> {
  const names = new Map(known.members.map(({ code, name }) => [code, name]));
  const people = (row: GroupRow) =>
    known.members.filter((member) => groupKey(member) === groupKey(row) && (row.group === '' || member.duty !== 'leader'));
  const isAll = ({ compounds }: GroupRow) => compounds.length > 1 && compounds.length === known.compounds.length;
  return {
    组长: ({ leader }) => names.get(leader ?? '') ?? '',
    组员数: (row) => String(people(row).length),
    负责小区: (row) => (isAll(row) ? '全部小区' : row.compounds.map((code) => nameIn(known, code)).join('、')),
  };
}
