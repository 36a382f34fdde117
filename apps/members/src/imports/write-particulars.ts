import { type Organisation, particularsOf } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

const names = 'gender, age, employer, home_compound, home_building, skills, limits, availability, remark';
const record = `r(code text, gender text, age integer, employer text, "homeCompound" text, "homeBuilding" text, skills text[], limits text,
  availability text[], remark text)`;

/** What the list of members says of people besides who they are. */
export async function writeParticulars(tx: EntityManager, lists: Pick<Organisation, 'members' | 'supplyTeams' | 'roles'>): Promise<void> {
  await tx.query(
    `UPDATE people p SET (${names}) =
       (r.gender, r.age, r.employer, r."homeCompound", r."homeBuilding", r.skills, r.limits, r.availability, r.remark)
       FROM jsonb_to_recordset($1) AS ${record}
      WHERE r.code = p.code AND (p.gender, p.age, p.employer, p.home_compound, p.home_building, p.skills, p.limits, p.availability, p.remark)
        IS DISTINCT FROM (r.gender, r.age, r.employer, r."homeCompound", r."homeBuilding", r.skills, r.limits, r.availability, r.remark)`,
    [JSON.stringify(particularsOf(lists))],
  );
}
