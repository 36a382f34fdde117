import type { BuildingRow, CompoundRow, HouseholdRow, MemberRow, Organisation, RoleRow, SupplyTeamRow } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

const compounds = `
  SELECT c.code, c.name,
    ARRAY(SELECT g.name FROM gates g WHERE g.compound = c.code AND g.ended_at IS NULL ORDER BY position) AS gates,
    (SELECT coalesce(json_agg(json_build_object('gate', p.gate, 'name', p.name) ORDER BY position), '[]')
       FROM pickup_points p WHERE p.compound = c.code AND p.ended_at IS NULL) AS "pickupPoints"
  FROM compounds c WHERE c.ended_at IS NULL ORDER BY c.code`;

const buildings = `
  SELECT b.compound, b.building, b.units, b.floors, b.rooms_per_floor AS "roomsPerFloor", p.gate, p.name AS "pickupPoint"
  FROM buildings b JOIN pickup_points p USING (community_id, pickup_point_id) WHERE b.ended_at IS NULL`;

/** Only what a list has said: provisional households and what a person has set are none of its business. */
const households = `
  SELECT h.compound, h.building, nullif(h.unit, '') AS unit, h.room, c.name, c.phone, h.residents, h.residents_over_65 AS "residentsOver65",
    'elderly-alone' = ANY (h.listed_flags) AS "elderlyAlone", 'disabled' = ANY (h.listed_flags) AS disabled,
    'pregnant' = ANY (h.listed_flags) AS pregnant, 'chronically-ill' = ANY (h.listed_flags) AS "chronicallyIll",
    'isolated' = ANY (h.listed_flags) AS isolated, c.remark
  FROM households h JOIN household_contacts c USING (community_id, household_id)
  WHERE h.ended_at IS NULL AND h.ordinal = 1 AND NOT h.provisional`;

const members = 'SELECT code, name, phone, category FROM people WHERE listed AND ended_at IS NULL ORDER BY code';

const supplyTeams = `
  SELECT m.team, m.duty, m.code, p.name, p.phone, p.category, m.has_cart AS "hasCart", m.shift
  FROM supply_team_members m JOIN people p USING (community_id, code) WHERE m.ended_at IS NULL ORDER BY m.team, m.code`;

const roles = `
  SELECT r.code, p.name, p.phone, r.role, r.scope
  FROM person_roles r JOIN people p USING (community_id, code) WHERE r.listed AND r.ended_at IS NULL ORDER BY r.code, r.role, r.scope`;

/** What is recorded of a community, as its lists would say it. */
export const knownOrganisation = async (tx: EntityManager): Promise<Organisation> => ({
  compounds: await tx.query<CompoundRow[]>(compounds),
  buildings: await tx.query<BuildingRow[]>(buildings),
  households: await tx.query<HouseholdRow[]>(households),
  members: await tx.query<MemberRow[]>(members),
  supplyTeams: await tx.query<SupplyTeamRow[]>(supplyTeams),
  roles: await tx.query<RoleRow[]>(roles),
});
