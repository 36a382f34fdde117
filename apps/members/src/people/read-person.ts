import { DomainError } from '@jielong/kernel';
import type { onePersonAnswer } from '@jielong/members-contract/schemas';
import type { MembersErrorCode } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { people } from '../sealed.js';
import { listedColumns } from './list-people.js';

export type Person = z.output<typeof onePersonAnswer>;

const select = `
  SELECT ${listedColumns}, p.ended_at IS NULL AS active, p.listed, p.gender, p.age, p.employer, p.home_compound AS "homeCompound",
    p.home_building AS "homeBuilding", p.skills, p.limits, p.availability, p.remark,
    (SELECT coalesce(json_agg(json_build_object('groupId', m.group_id, 'branch', b.name, 'group', g.name, 'duty', m.duty,
              'fromDay', m.from_day, 'untilDay', m.until_day) ORDER BY m.from_day DESC, m.until_day DESC NULLS FIRST), '[]')
       FROM memberships m JOIN groups g USING (community_id, group_id) JOIN branches b USING (community_id, branch_id)
      WHERE m.code = p.code) AS memberships
  FROM people p WHERE p.code = $1`;

/** One person, also one who has ended, without name and phone. Reading leaves a trace, in the same transaction. Throws a 404 `person-not-found`. */
export async function readPerson(tx: EntityManager, code: string): Promise<Person> {
  const [person] = await tx.query<Person[]>(select, [code]);
  if (!person) throw noPerson(code);
  await audit(tx, { action: 'readPerson', subjectKind: 'person', subjectId: code });
  return people.open(tx, code, person);
}

/** Refuses a code that nobody has now. */
export async function needPerson(tx: EntityManager, code: string): Promise<void> {
  const active = await tx.query<unknown[]>('SELECT FROM people WHERE code = $1 AND ended_at IS NULL', [code]);
  if (active.length === 0) throw noPerson(code);
}

export const noPerson = (code: string) =>
  new DomainError<MembersErrorCode>('not-found', 'person-not-found', {
    zh: `没有在岗的人员 ${code}。全部人员见 GET /api/people。`,
    en: `There is no active person ${code}; \`GET /api/people\` lists all.`,
  });
