import type { FormGroups } from '@jielong/members-contract/schemas';
import { formGroups } from '@jielong/members-domain';
import { audit, holdLists } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { changeLists } from '../people/change-lists.js';
import { checkFrom } from '../people/from-day.js';
import { needPerson } from '../people/read-person.js';
import { type Groups, listGroups } from './read-groups.js';

/** The groups of a branch are these from a day on, by the rules of an import. Who stood where before is kept. */
export async function form(tx: EntityManager, { branch, groups, from }: FormGroups): Promise<Groups> {
  await holdLists(tx);
  const codes = groups.flatMap(({ members }) => members);
  for (const code of codes) await needPerson(tx, code);
  await checkFrom(tx, from, codes, null);
  await changeLists(tx, (lists) => formGroups(lists, branch, groups), from);
  await audit(tx, {
    action: 'formGroups',
    subjectKind: 'branch',
    subjectId: branch,
    details: { groups: groups.length, people: codes.length },
  });
  return listGroups(tx);
}
