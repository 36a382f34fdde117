import type { personDataAnswer } from '@jielong/members-contract/schemas';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { noPerson } from '../people/read-person.js';
import { people, personRoles, teamMembers } from '../sealed.js';
import { type RevealOf, revealsOf } from './reveals-of.query.js';

type Answer = z.output<typeof personDataAnswer>;
type Dated<Row> = { readonly [Name in keyof Row]: Name extends 'endedAt' ? Date | null : Name extends `${string}At` ? Date : Row[Name] };
type Row = Dated<Omit<Answer, 'roles' | 'teams' | 'memberships' | 'shifts' | 'sessions' | 'reveals'>>;
export type PersonData = Row & {
  readonly roles: readonly Dated<Answer['roles'][number]>[];
  readonly teams: readonly Dated<Answer['teams'][number]>[];
  readonly memberships: readonly Answer['memberships'][number][];
  readonly shifts: readonly Dated<Answer['shifts'][number]>[];
  readonly sessions: readonly Dated<Answer['sessions'][number]>[];
  readonly reveals: readonly RevealOf[];
};

const select = `
  SELECT code, name, phone, category, gender, age, employer, home_compound AS "homeCompound", home_building AS "homeBuilding", skills, limits,
    availability, remark, ended_at AS "endedAt"
  FROM people WHERE code = $1`;

/** All that members has about a person, also one who has ended. Throws a 404 `person-not-found`. */
export async function personData(tx: EntityManager, code: string): Promise<PersonData> {
  const [row] = await tx.query<Row[]>(select, [code]);
  if (!row) throw noPerson(code);
  return {
    ...people.open(tx, code, row),
    roles: await rolesOf(tx, code),
    teams: await teamsOf(tx, code),
    memberships: await tx.query<PersonData['memberships']>(
      `SELECT b.name AS branch, g.name AS "group", m.duty, m.from_day::text AS "fromDay", m.until_day::text AS "untilDay"
       FROM memberships m JOIN groups g USING (community_id, group_id) JOIN branches b USING (community_id, branch_id)
       WHERE m.code = $1 ORDER BY m.from_day`,
      [code],
    ),
    shifts: await tx.query<PersonData['shifts']>(
      `SELECT s.compound, s.gate, d.label, p.from_at AS "fromAt", p.until_at AS "untilAt"
       FROM shift_posts p JOIN shift_devices d USING (community_id, session_id) JOIN shifts s USING (community_id, shift_id)
       WHERE p.code = $1 ORDER BY p.from_at`,
      [code],
    ),
    sessions: await tx.query<PersonData['sessions']>(
      `SELECT label, channel, opened_at AS "openedAt", seen_at AS "seenAt" FROM sessions WHERE code = $1 ORDER BY opened_at`,
      [code],
    ),
    reveals: await revealsOf(tx, 'person', [code]),
  };
}

async function rolesOf(tx: EntityManager, code: string): Promise<PersonData['roles']> {
  const rows = await tx.query<PersonData['roles']>(
    `SELECT role, scope, remark, ended_at AS "endedAt" FROM person_roles WHERE code = $1 ORDER BY role, scope`,
    [code],
  );
  return rows.map((row) => personRoles.open(tx, [code, row.role, row.scope], row));
}

async function teamsOf(tx: EntityManager, code: string): Promise<PersonData['teams']> {
  const rows = await tx.query<PersonData['teams']>(
    `SELECT team, duty, shift, remark, ended_at AS "endedAt" FROM supply_team_members WHERE code = $1 ORDER BY team`,
    [code],
  );
  return rows.map((row) => teamMembers.open(tx, [row.team, code], row));
}
