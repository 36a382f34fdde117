import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWritingTables, grant, guard, publish, tenant, writingTables } from '@jielong/platform';

const app = 'jielong_members_app';
const readers = [app, 'jielong_orders_app', 'jielong_logistics_app'];
/** Nothing is deleted: what a list no longer has, has ended. */
const ended = 'ended_at timestamptz';
const fulfilments = `('pick-up', 'drop-at-building', 'to-door', 'left-at-door')`;

const places = `
  CREATE TABLE communities (${tenant}, name text NOT NULL, PRIMARY KEY (community_id));
  CREATE TABLE compounds (${tenant}, code text NOT NULL, name text NOT NULL, ${ended}, PRIMARY KEY (community_id, code));
  CREATE TABLE gates (${tenant}, compound text NOT NULL, name text NOT NULL, position integer NOT NULL, ${ended},
    PRIMARY KEY (community_id, compound, name), FOREIGN KEY (community_id, compound) REFERENCES compounds);
  CREATE TABLE pickup_points (${tenant}, pickup_point_id uuid NOT NULL DEFAULT gen_random_uuid(), compound text NOT NULL,
    gate text NOT NULL, name text NOT NULL, position integer NOT NULL, ${ended},
    PRIMARY KEY (community_id, pickup_point_id), UNIQUE (community_id, compound, gate, name), UNIQUE (community_id, compound, pickup_point_id),
    FOREIGN KEY (community_id, compound, gate) REFERENCES gates);
  CREATE TABLE buildings (${tenant}, compound text NOT NULL, building text NOT NULL, units integer NOT NULL CHECK (units >= 0),
    floors integer NOT NULL, rooms_per_floor integer NOT NULL, pickup_point_id uuid NOT NULL, ${ended},
    PRIMARY KEY (community_id, compound, building), FOREIGN KEY (community_id, compound) REFERENCES compounds,
    FOREIGN KEY (community_id, compound, pickup_point_id) REFERENCES pickup_points (community_id, compound, pickup_point_id));
`;

/** The list's household of a room has ordinal 1. `chosen_…` is what a person set: it holds until a person sets it otherwise. */
const households = `
  CREATE TABLE households (${tenant}, household_id uuid NOT NULL DEFAULT gen_random_uuid(), compound text NOT NULL, building text NOT NULL,
    unit text NOT NULL, room text NOT NULL, ordinal integer NOT NULL CHECK (ordinal > 0), provisional boolean NOT NULL,
    masked_name text NOT NULL, residents integer NOT NULL, residents_over_65 integer NOT NULL,
    listed_flags text[] NOT NULL, chosen_flags text[], priority boolean NOT NULL,
    usual_fulfilment text NOT NULL CHECK (usual_fulfilment IN ${fulfilments}), chosen_fulfilment text CHECK (chosen_fulfilment IN ${fulfilments}),
    sort_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (compound || ' ' || lpad(building, 8, '0') || ' ' || lpad(unit, 8, '0') || ' '
      || lpad(room, 8, '0') || ' ' || lpad(ordinal::text, 4, '0')) STORED,
    ${ended}, PRIMARY KEY (community_id, household_id), UNIQUE (community_id, compound, building, unit, room, ordinal),
    FOREIGN KEY (community_id, compound, building) REFERENCES buildings);
  CREATE INDEX ON households (community_id, sort_key) WHERE ended_at IS NULL;
  CREATE INDEX ON households (community_id, room, building) WHERE ended_at IS NULL;
  CREATE TABLE household_contacts (${tenant}, household_id uuid NOT NULL, name text NOT NULL, phone text NOT NULL, remark text NOT NULL,
    PRIMARY KEY (community_id, household_id), FOREIGN KEY (community_id, household_id) REFERENCES households);
`;

/** `listed`: the list of members, or of roles, has it; other rows follow from other lists. */
const people = `
  CREATE TABLE people (${tenant}, person_id uuid NOT NULL DEFAULT gen_random_uuid(), code text NOT NULL, name text NOT NULL,
    masked_name text NOT NULL, phone text NOT NULL, category text NOT NULL, listed boolean NOT NULL, ${ended},
    PRIMARY KEY (community_id, person_id), UNIQUE (community_id, code));
  CREATE TABLE person_roles (${tenant}, code text NOT NULL, role text NOT NULL, scope text NOT NULL, listed boolean NOT NULL, ${ended},
    PRIMARY KEY (community_id, code, role, scope), FOREIGN KEY (community_id, code) REFERENCES people (community_id, code));
  CREATE TABLE supply_teams (${tenant}, name text NOT NULL, ${ended}, PRIMARY KEY (community_id, name));
  CREATE TABLE supply_team_members (${tenant}, team text NOT NULL, code text NOT NULL, duty text NOT NULL, has_cart boolean NOT NULL,
    shift text NOT NULL, ${ended}, PRIMARY KEY (community_id, team, code), FOREIGN KEY (community_id, team) REFERENCES supply_teams,
    FOREIGN KEY (community_id, code) REFERENCES people (community_id, code));
`;

const tables = [
  'communities',
  'compounds',
  'gates',
  'pickup_points',
  'buildings',
  'households',
  'household_contacts',
  'people',
  'person_roles',
  'supply_teams',
  'supply_team_members',
];

const views = {
  'members.published_households_v1': `
    SELECT h.community_id, h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, b.pickup_point_id, h.priority,
           coalesce(h.chosen_fulfilment, h.usual_fulfilment) AS fulfilment, h.masked_name
      FROM members.households h JOIN members.buildings b USING (community_id, compound, building) WHERE h.ended_at IS NULL`,
  'members.published_buildings_v1': `
    SELECT b.community_id, b.compound, b.building, b.units, p.gate, b.pickup_point_id, p.name AS pickup_point
      FROM members.buildings b JOIN members.pickup_points p USING (community_id, pickup_point_id) WHERE b.ended_at IS NULL`,
  'members.published_people_v1': `
    SELECT p.community_id, p.person_id AS id, p.code, p.ended_at IS NULL AS active,
           coalesce(array_agg(r.role ORDER BY r.role, r.scope) FILTER (WHERE r.role IS NOT NULL), '{}') AS roles,
           coalesce(array_agg(r.scope ORDER BY r.role, r.scope) FILTER (WHERE r.role IS NOT NULL), '{}') AS scopes
      FROM members.people p LEFT JOIN members.person_roles r ON (r.community_id, r.code) = (p.community_id, p.code) AND r.ended_at IS NULL
     GROUP BY p.community_id, p.person_id`,
  'members.published_compounds_v1': `
    SELECT c.community_id, c.code, c.name, coalesce(array_agg(g.name ORDER BY g.position) FILTER (WHERE g.name IS NOT NULL), '{}') AS gates
      FROM members.compounds c LEFT JOIN members.gates g ON (g.community_id, g.compound) = (c.community_id, c.code) AND g.ended_at IS NULL
     WHERE c.ended_at IS NULL GROUP BY c.community_id, c.code`,
};

/** Where people live, who they are, what others may read of it. */
export class First1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(writingTables(app));
    await db.query(places + households + people);
    await db.query(tables.map((table) => guard(table) + grant(table, 'INSERT, UPDATE', app)).join('\n'));
    for (const [view, select] of Object.entries(views)) await db.query(publish(view, select, readers));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${Object.keys(views).join(', ')}`);
    await db.query(`DROP TABLE ${tables.toReversed().join(', ')}; ${dropWritingTables}`);
  }
}
