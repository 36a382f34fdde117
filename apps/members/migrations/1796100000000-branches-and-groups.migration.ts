import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const ended = 'ended_at timestamptz';
const days = `'all-day', 'daytime', 'mornings', 'afternoons', 'evenings'`;
const everyDay = `'weekday-all-day', 'weekday-daytime', 'weekday-mornings', 'weekday-afternoons', 'weekday-evenings',
  'weekend-all-day', 'weekend-daytime', 'weekend-mornings', 'weekend-afternoons', 'weekend-evenings'`;

/** All columns of the lists are kept. */
const columns = `
  ALTER TABLE compounds ADD COLUMN remark text NOT NULL DEFAULT '';
  ALTER TABLE buildings ADD COLUMN grid text NOT NULL DEFAULT '', ADD COLUMN remark text NOT NULL DEFAULT '';
  ALTER TABLE supply_team_members ADD COLUMN remark text NOT NULL DEFAULT '';
  ALTER TABLE person_roles ADD COLUMN remark text NOT NULL DEFAULT '';
  ALTER TABLE people ADD COLUMN gender text CHECK (gender IN ('male', 'female')), ADD COLUMN age integer CHECK (age BETWEEN 0 AND 150),
    ADD COLUMN employer text NOT NULL DEFAULT '', ADD COLUMN home_compound text, ADD COLUMN home_building text,
    ADD COLUMN skills text[] NOT NULL DEFAULT '{}', ADD COLUMN limits text NOT NULL DEFAULT '',
    ADD COLUMN availability text[] NOT NULL DEFAULT '{}' CHECK (availability <@ ARRAY[${days}, ${everyDay}]),
    ADD COLUMN remark text NOT NULL DEFAULT '',
    ADD CONSTRAINT buildings_stand_in_compounds CHECK (home_building IS NULL OR home_compound IS NOT NULL),
    ADD FOREIGN KEY (community_id, home_compound) REFERENCES compounds,
    ADD FOREIGN KEY (community_id, home_compound, home_building) REFERENCES buildings;
`;

/** The group without a name is the branch itself. `gate` null: all of the compound. `until_day` is the first day on which it holds no more. */
const tables = `
  CREATE TABLE branches (${tenant}, branch_id uuid NOT NULL DEFAULT gen_random_uuid(), name text NOT NULL CHECK (name <> ''), source text NOT NULL,
    purposes text[] NOT NULL, ${ended}, PRIMARY KEY (community_id, branch_id), UNIQUE (community_id, name));
  CREATE TABLE groups (${tenant}, group_id uuid NOT NULL DEFAULT gen_random_uuid(), branch_id uuid NOT NULL, name text NOT NULL, ${ended},
    PRIMARY KEY (community_id, group_id), UNIQUE (community_id, branch_id, name), FOREIGN KEY (community_id, branch_id) REFERENCES branches);
  CREATE TABLE group_coverage (${tenant}, group_id uuid NOT NULL, compound text NOT NULL, gate text, position integer NOT NULL, ${ended},
    UNIQUE NULLS NOT DISTINCT (community_id, group_id, compound, gate), FOREIGN KEY (community_id, group_id) REFERENCES groups,
    FOREIGN KEY (community_id, compound) REFERENCES compounds, FOREIGN KEY (community_id, compound, gate) REFERENCES gates);
  CREATE TABLE memberships (${tenant}, membership_id uuid NOT NULL DEFAULT gen_random_uuid(), code text NOT NULL, group_id uuid NOT NULL,
    duty text NOT NULL CHECK (duty IN ('secretary', 'deputy-secretary', 'committee-member', 'branch-member', 'leader', 'deputy-leader', 'group-member')),
    from_day date NOT NULL, until_day date CHECK (until_day >= from_day), PRIMARY KEY (community_id, membership_id),
    FOREIGN KEY (community_id, code) REFERENCES people (community_id, code), FOREIGN KEY (community_id, group_id) REFERENCES groups,
    CONSTRAINT one_group_at_a_time EXCLUDE USING gist (community_id WITH =, code WITH =, daterange(from_day, until_day) WITH &&),
    CONSTRAINT one_leader_at_a_time EXCLUDE USING gist (community_id WITH =, group_id WITH =, daterange(from_day, until_day) WITH &&)
      WHERE (duty IN ('secretary', 'leader')));
  CREATE INDEX ON memberships (community_id, group_id);
`;
const names = ['branches', 'groups', 'group_coverage', 'memberships'];

/** Branches, their groups, what these are in charge of, and who stood in which on which day; everything that the lists say of people. */
export class BranchesAndGroups1796100000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`); // a new foreign key is checked by the owner, for whom row-level security holds
    await db.query(columns + tables);
    await db.query(names.map((table) => guard(table) + grant(table, 'INSERT, UPDATE', app)).join('\n'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE ${names.toReversed().join(', ')};
      ALTER TABLE people DROP COLUMN gender, DROP COLUMN age, DROP COLUMN employer, DROP COLUMN home_building, DROP COLUMN home_compound,
        DROP COLUMN skills, DROP COLUMN limits, DROP COLUMN availability, DROP COLUMN remark;
      ALTER TABLE person_roles DROP COLUMN remark;
      ALTER TABLE supply_team_members DROP COLUMN remark;
      ALTER TABLE buildings DROP COLUMN grid, DROP COLUMN remark;
      ALTER TABLE compounds DROP COLUMN remark;`);
  }
}
