import type { HouseholdFlag } from '@jielong/members-contract';
import {
  type BuildingRow,
  type CompoundRow,
  type FlagCells,
  flagCellsOf,
  type GroupRow,
  type HouseholdRow,
  type MemberRow,
  type Organisation,
  type RoleRow,
  type SupplyTeamRow,
} from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { householdContacts, households as sealedHouseholds, people, personRoles, teamMembers } from '../sealed.js';

const compounds = `
  SELECT c.code, c.name,
    ARRAY(SELECT g.name FROM gates g WHERE g.compound = c.code AND g.ended_at IS NULL ORDER BY position) AS gates,
    (SELECT coalesce(json_agg(json_build_object('gate', p.gate, 'name', p.name) ORDER BY position), '[]')
       FROM pickup_points p WHERE p.compound = c.code AND p.ended_at IS NULL) AS "pickupPoints",
    c.remark
  FROM compounds c WHERE c.ended_at IS NULL ORDER BY c.code`;

const buildings = `
  SELECT b.compound, b.building, b.units, b.floors, b.rooms_per_floor AS "roomsPerFloor", p.gate, p.name AS "pickupPoint", b.grid, b.remark
  FROM buildings b JOIN pickup_points p USING (community_id, pickup_point_id) WHERE b.ended_at IS NULL`;

/** Only what a list has said: provisional households and what a person has set are none of its business. */
const households = `
  SELECT h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, c.name, c.phone, h.residents,
    h.residents_over_65 AS "residentsOver65", h.listed_flags AS "listedFlags", c.remark
  FROM households h JOIN household_contacts c USING (community_id, household_id)
  WHERE h.ended_at IS NULL AND h.ordinal = 1 AND NOT h.provisional`;

const groups = `
  SELECT b.name AS branch, g.name AS "group",
    (SELECT m.code FROM memberships m WHERE m.group_id = g.group_id AND m.until_day IS NULL AND m.duty IN ('secretary', 'leader')) AS leader,
    ARRAY(SELECT v.compound FROM group_coverage v WHERE v.group_id = g.group_id AND v.ended_at IS NULL GROUP BY v.compound ORDER BY min(v.position)) AS compounds,
    ARRAY(SELECT c.name || v.gate FROM group_coverage v JOIN compounds c ON c.code = v.compound
           WHERE v.group_id = g.group_id AND v.ended_at IS NULL AND v.gate IS NOT NULL ORDER BY v.position) AS gates,
    b.source, b.purposes
  FROM groups g JOIN branches b USING (community_id, branch_id) WHERE g.ended_at IS NULL ORDER BY b.name, g.name`;

const members = `
  SELECT p.code, p.name, p.gender, p.age, p.phone, p.category, p.employer, coalesce(b.name, '') AS branch, coalesce(g.name, '') AS "group", m.duty,
    p.home_compound AS "homeCompound", p.home_building AS "homeBuilding", p.skills, p.limits, p.availability, p.remark
  FROM people p
  LEFT JOIN memberships m ON m.code = p.code AND m.until_day IS NULL
  LEFT JOIN groups g ON g.group_id = m.group_id
  LEFT JOIN branches b ON b.branch_id = g.branch_id
  WHERE p.listed AND p.ended_at IS NULL ORDER BY p.code`;

const supplyTeams = `
  SELECT m.team, m.duty, m.code, p.name, p.phone, p.category, m.has_cart AS "hasCart", m.shift, m.remark
  FROM supply_team_members m JOIN people p USING (community_id, code) WHERE m.ended_at IS NULL ORDER BY m.team, m.code`;

const roles = `
  SELECT r.code, p.name, p.phone, r.role, r.scope, r.remark
  FROM person_roles r JOIN people p USING (community_id, code) WHERE r.listed AND r.ended_at IS NULL ORDER BY r.code, r.role, r.scope`;

export type PeopleLists = Pick<Organisation, 'groups' | 'members' | 'supplyTeams' | 'roles'>;

/** Who acts in a community, and in which groups, as its lists would say it. */
export const knownPeopleLists = async (tx: EntityManager): Promise<PeopleLists> => ({
  groups: await tx.query<GroupRow[]>(groups),
  members: (await tx.query<MemberRow[]>(members)).map((row) => people.open(tx, row.code, row)),
  supplyTeams: (await tx.query<SupplyTeamRow[]>(supplyTeams)).map((row) => named(tx, teamMembers.open(tx, [row.team, row.code], row))),
  roles: (await tx.query<RoleRow[]>(roles)).map((row) => named(tx, personRoles.open(tx, [row.code, row.role, row.scope], row))),
});

export type Places = Pick<Organisation, 'compounds' | 'buildings'>;
/** Its compounds and buildings. */
export const knownPlaces = async (tx: EntityManager): Promise<Places> => ({
  compounds: await tx.query<CompoundRow[]>(compounds),
  buildings: await tx.query<BuildingRow[]>(buildings),
});

/** What is recorded of a community, as its lists would say it. */
export const knownOrganisation = async (tx: EntityManager): Promise<Organisation> => ({
  ...(await knownPlaces(tx)),
  households: (await tx.query<ListedHousehold[]>(households)).map((row) => listRowOf(tx, row)),
  ...(await knownPeopleLists(tx)),
});

interface ListedHousehold extends Omit<HouseholdRow, keyof FlagCells> {
  readonly id: string;
  readonly listedFlags: readonly HouseholdFlag[];
}

function listRowOf(tx: EntityManager, sealed: ListedHousehold): HouseholdRow {
  const { id: _, listedFlags, ...row } = sealedHouseholds.open(tx, sealed.id, householdContacts.open(tx, sealed.id, sealed));
  return { ...row, ...flagCellsOf(listedFlags) };
}

/** Who it is stands with the person; what else the row says, a remark among it, is its own. */
const named = <R extends { readonly code: string; readonly name: string; readonly phone: string }>(tx: EntityManager, row: R): R => ({
  ...row,
  ...people.open(tx, row.code, { name: row.name, phone: row.phone }),
});
