import {
  keyOf,
  planImport,
  untouched,
  type Columns,
  type Completion,
  type ImportError,
  type ImportPlan,
  type RowOf,
  type Rule,
  type SourceTable,
  type TableDefinition,
} from '@jielong/kernel';
import { coverageRule, groupRule, leadingRule, memberRule } from './group-references.js';
import { completeGroups, completeMember } from './groups.js';
import {
  groupsTable,
  membersTable,
  rolesTable,
  supplyTeamsTable,
  type GroupRow,
  type MemberRow,
  type RoleRow,
  type SupplyTeamRow,
} from './people-tables.js';
import { buildingsTable, compoundsTable, householdsTable, type BuildingRow, type CompoundRow, type HouseholdRow } from './places-tables.js';
import { buildingRule, compoundRule, householdRule, knownPeople, roleRule } from './references.js';

/** What is known of a community, in the shape of its files. */
export interface Organisation {
  readonly compounds: readonly CompoundRow[];
  readonly buildings: readonly BuildingRow[];
  readonly households: readonly HouseholdRow[];
  readonly groups: readonly GroupRow[];
  readonly members: readonly MemberRow[];
  readonly supplyTeams: readonly SupplyTeamRow[];
  readonly roles: readonly RoleRow[];
}
export type TableName = keyof Organisation;
export type OrganisationFiles = Readonly<Partial<Record<TableName, SourceTable>>>;
export type OrganisationPlans = { readonly [T in TableName]: ImportPlan<Organisation[T][number]> };

export interface OrganisationPlan {
  readonly plans: OrganisationPlans;
  /** What a file left alone still needs of one that is replaced. Mistakes in the files are in their plans. */
  readonly errors: readonly ImportError[];
}

/** Compares the given files with what is known, each against those that it refers to: the given one, else what is known. */
export function planOrganisation(files: OrganisationFiles, known: Organisation): OrganisationPlan {
  const errors: ImportError[] = [];
  const plan: Planner = (table, source, existing, { refers = () => [], needs = [], alone = () => [], complete }) => {
    if (source) return planImport(table, source, existing, (row) => [...refers(row), ...alone(row)], complete);
    const blamed = needs.map((name) => files[name]).find((file) => file !== undefined);
    if (blamed) errors.push(...stillNeeded(table, existing, refers, blamed.file));
    return untouched(existing);
  };
  const places = planPlaces(plan, files, known);
  return { plans: { ...places, ...planPeople(plan, files, known, places) }, errors };
}

type Planner = <C extends Columns>(
  table: TableDefinition<C>,
  source: SourceTable | undefined,
  existing: readonly RowOf<C>[],
  rules: Rules<C>,
) => ImportPlan<RowOf<C>>;

type PlacePlans = Pick<OrganisationPlans, 'compounds' | 'buildings' | 'households'>;

/** Where people live. */
function planPlaces(plan: Planner, files: OrganisationFiles, known: Organisation): PlacePlans {
  const compounds = plan(compoundsTable, files.compounds, known.compounds, { alone: compoundRule() });
  const buildings = plan(buildingsTable, files.buildings, known.buildings, { refers: buildingRule(compounds.rows), needs: ['compounds'] });
  const households = plan(householdsTable, files.households, known.households, {
    refers: householdRule(buildings.rows),
    needs: ['buildings', 'compounds'],
  });
  return { compounds, buildings, households };
}

/** Who acts, in which groups and teams, and as what. Members name their group, and groups their leader. */
function planPeople(
  plan: Planner,
  files: OrganisationFiles,
  known: Organisation,
  { compounds: { rows: compounds }, buildings: { rows: buildings } }: PlacePlans,
): Omit<OrganisationPlans, keyof PlacePlans> {
  const groupsNow = files.groups ? planImport(groupsTable, files.groups, []).rows : known.groups;
  const members = plan(membersTable, files.members, known.members, {
    refers: memberRule(groupsNow, compounds, buildings),
    needs: ['groups', 'buildings', 'compounds'],
    alone: leadingRule(),
    complete: completeMember,
  });
  const groups = plan(groupsTable, files.groups, known.groups, {
    refers: coverageRule(compounds),
    needs: ['compounds'],
    alone: groupRule(members.rows),
    complete: completeGroups(members.rows, compounds),
  });
  const people = knownPeople(members.rows, files.supplyTeams ? [] : known.supplyTeams);
  const sayWho = { alone: people.rule, complete: people.complete };
  const supplyTeams = plan(supplyTeamsTable, files.supplyTeams, known.supplyTeams, sayWho);
  const refers = roleRule(compounds, buildings, supplyTeams.rows);
  const roles = plan(rolesTable, files.roles, known.roles, { refers, needs: ['compounds', 'buildings', 'supplyTeams'], ...sayWho });
  return { groups, members, supplyTeams, roles };
}

interface Rules<C extends Columns> {
  /** What a row refers to; asked of rows that this import leaves alone, too. */
  readonly refers?: Rule<C>;
  /** Tables that it refers to. */
  readonly needs?: readonly TableName[];
  /** What a row of a file must be besides. */
  readonly alone?: Rule<C>;
  readonly complete?: Completion<C>;
}

const mostDangling = 20;

/** Rows that this import leaves alone, and that would lose what they refer to. */
const stillNeeded = <C extends Columns>(
  table: TableDefinition<C>,
  rows: readonly RowOf<C>[],
  refers: Rule<C>,
  file: string,
): ImportError[] =>
  rows
    .flatMap((row) => refers(row).map(({ message }) => ({ key: keyOf(table, row), message })))
    .slice(0, mostDangling)
    .map(({ key, message }) => ({
      file,
      line: 1,
      column: null,
      code: 'still-needed',
      message: {
        zh: `现有${table.name.zh} ${key} 还要用到：${message.zh}。请同时导入改好的${table.name.zh}表。`,
        en: `${table.name.en} ${key} still needs it: ${message.en}. Import the corrected ${table.name.en} together with this file.`,
      },
    }));
