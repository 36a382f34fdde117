import { maskedName, peopleOf, personRolesOf, type Organisation, type Person, type PersonRole } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { closeAccounts } from '../accounts/close-accounts.js';
import { people as sealedPeople, personRoles, teamMembers } from '../sealed.js';
import { differing } from './differing.js';

type Lists = Pick<Organisation, 'members' | 'supplyTeams' | 'roles'>;

/** Everybody in any list, their roles and teams: what stands in none of them any more has ended. */
export async function writePeople(tx: EntityManager, lists: Lists): Promise<void> {
  const people = peopleOf(lists);
  const written = (await unknownOf(tx, people)).map((person) => ({ ...person, maskedName: maskedName(person.name) }));
  await tx.query(
    `INSERT INTO people (code, name, masked_name, phone, phone_lookup, category, listed)
       SELECT code, name, "maskedName", phone, "phoneLookup", category, "isListed"
         FROM jsonb_to_recordset($1) AS r(code text, name text, "maskedName" text, phone text, "phoneLookup" text, category text,
              "isListed" boolean)
     ON CONFLICT (community_id, code) DO UPDATE SET name = excluded.name, masked_name = excluded.masked_name, phone = excluded.phone,
       phone_lookup = excluded.phone_lookup, category = excluded.category, listed = excluded.listed, ended_at = NULL`,
    [JSON.stringify(written.map((person) => sealedPeople.seal(tx, person.code, person)))],
  );
  const [ended] = await tx.query<[{ code: string }[], number]>(
    'UPDATE people SET ended_at = now() WHERE ended_at IS NULL AND code <> ALL ($1) RETURNING code',
    [people.map(({ code }) => code)],
  );
  await closeAccounts(
    tx,
    ended.map(({ code }) => code),
  );
  await writeRoles(tx, lists);
  await writeTeams(tx, lists);
}

async function unknownOf(tx: EntityManager, people: readonly Person[]): Promise<Person[]> {
  const rows = await tx.query<Person[]>('SELECT code, name, phone, category, listed AS "isListed" FROM people WHERE ended_at IS NULL');
  const known = rows.map((row) => sealedPeople.open(tx, row.code, row));
  return differing(people, known, ({ code }) => [code]);
}

async function writeRoles(tx: EntityManager, lists: Lists): Promise<void> {
  const roles = personRolesOf(lists);
  const rows = await tx.query<PersonRole[]>(
    'SELECT code, role, scope, remark, listed AS "isListed" FROM person_roles WHERE ended_at IS NULL',
  );
  const known = rows.map((row) => personRoles.open(tx, [row.code, row.role, row.scope], row));
  const written = differing(roles, known, ({ code, role, scope }) => [code, role, scope]);
  const record = 'r(code text, role text, scope text, remark text, "isListed" boolean)';
  await tx.query(
    `INSERT INTO person_roles (code, role, scope, remark, listed)
       SELECT code, role, scope, remark, "isListed" FROM jsonb_to_recordset($1) AS ${record}
     ON CONFLICT (community_id, code, role, scope) DO UPDATE SET remark = excluded.remark, listed = excluded.listed, ended_at = NULL`,
    [JSON.stringify(written.map((row) => personRoles.seal(tx, [row.code, row.role, row.scope], row)))],
  );
  await tx.query(
    `UPDATE person_roles p SET ended_at = now() WHERE ended_at IS NULL AND NOT EXISTS
       (SELECT FROM jsonb_to_recordset($1) AS ${record} WHERE (r.code, r.role, r.scope) = (p.code, p.role, p.scope))`,
    [JSON.stringify(roles)],
  );
}

async function writeTeams(tx: EntityManager, { supplyTeams }: Lists): Promise<void> {
  const names = [...new Set(supplyTeams.map(({ team }) => team))];
  const members = supplyTeams.map(({ team, code, duty, hasCart, shift, remark }) => ({ team, code, duty, hasCart, shift, remark }));
  const rows = await tx.query<typeof members>(
    'SELECT team, code, duty, has_cart AS "hasCart", shift, remark FROM supply_team_members WHERE ended_at IS NULL',
  );
  const known = rows.map((row) => teamMembers.open(tx, [row.team, row.code], row));
  const written = differing(members, known, ({ team, code }) => [team, code]);
  const record = 'r(team text, code text, duty text, "hasCart" boolean, shift text, remark text)';
  await tx.query(
    `INSERT INTO supply_teams AS t (name) SELECT unnest($1::text[])
     ON CONFLICT (community_id, name) DO UPDATE SET ended_at = NULL WHERE t.ended_at IS NOT NULL`,
    [names],
  );
  await tx.query('UPDATE supply_teams SET ended_at = now() WHERE ended_at IS NULL AND name <> ALL ($1)', [names]);
  await tx.query(
    `INSERT INTO supply_team_members (team, code, duty, has_cart, shift, remark)
       SELECT team, code, duty, "hasCart", shift, remark FROM jsonb_to_recordset($1) AS ${record}
     ON CONFLICT (community_id, team, code) DO UPDATE SET duty = excluded.duty, has_cart = excluded.has_cart, shift = excluded.shift,
       remark = excluded.remark, ended_at = NULL`,
    [JSON.stringify(written.map((row) => teamMembers.seal(tx, [row.team, row.code], row)))],
  );
  await tx.query(
    `UPDATE supply_team_members m SET ended_at = now() WHERE ended_at IS NULL AND NOT EXISTS
       (SELECT FROM jsonb_to_recordset($1) AS ${record} WHERE (r.team, r.code) = (m.team, m.code))`,
    [JSON.stringify(members)],
  );
}
