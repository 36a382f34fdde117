import { type Organisation, type Particulars, particularsOf } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { people } from '../sealed.js';
import { differing } from './differing.js';

const names = 'gender, age, employer, home_compound, home_building, skills, limits, availability, remark';
const record = `r(code text, gender text, age integer, employer text, "homeCompound" text, "homeBuilding" text, skills text[], limits text,
  availability text[], remark text)`;
const select = `SELECT code, gender, age, employer, home_compound AS "homeCompound", home_building AS "homeBuilding", skills, limits, availability,
  remark FROM people`;

/** What the list of members says of people besides who they are. */
export async function writeParticulars(tx: EntityManager, lists: Pick<Organisation, 'members' | 'supplyTeams' | 'roles'>): Promise<void> {
  const known = (await tx.query<Particulars[]>(select)).map((row) => people.open(tx, row.code, row));
  const written = differing(said(lists), known, ({ code }) => [code]);
  await tx.query(
    `UPDATE people p SET (${names}) =
       (r.gender, r.age, r.employer, r."homeCompound", r."homeBuilding", r.skills, r.limits, r.availability, r.remark)
       FROM jsonb_to_recordset($1) AS ${record} WHERE r.code = p.code`,
    [JSON.stringify(written.map((row) => people.seal(tx, row.code, row)))],
  );
}

/** Without what a list says of them elsewhere. */
const said = (lists: Parameters<typeof particularsOf>[0]): Particulars[] =>
  particularsOf(lists).map(({ code, gender, age, employer, homeCompound, homeBuilding, skills, limits, availability, remark }) => {
    return { code, gender, age, employer, homeCompound, homeBuilding, skills, limits, availability, remark };
  });
