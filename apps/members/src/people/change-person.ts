import type { AddPerson, ChangePerson, MovePerson, RoleOf } from '@jielong/members-contract/schemas';
import { addPerson, changePerson, endPerson, endRole, giveRole, isLeading, moveMember } from '@jielong/members-domain';
import { audit, holdLists } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { changeLists } from './change-lists.js';
import { checkFrom } from './from-day.js';
import { needPerson, type Person, readPerson } from './read-person.js';

type Deed = 'addPerson' | 'changePerson' | 'movePerson' | 'giveRole' | 'endRole' | 'endPerson';
const note = (tx: EntityManager, action: Deed, code: string, details: Record<string, unknown> = {}) =>
  audit(tx, { action, subjectKind: 'person', subjectId: code, details });

/** One more person on the list of members; whoever had this code and has ended is back. */
export async function add(tx: EntityManager, person: AddPerson): Promise<Person> {
  await changeLists(tx, (lists) => addPerson(lists, person));
  await note(tx, 'addPerson', person.code);
  return readPerson(tx, person.code);
}

/** What is said of a person; an import that says otherwise later is the newer word. */
export async function change(tx: EntityManager, code: string, said: ChangePerson): Promise<Person> {
  await needPerson(tx, code);
  await changeLists(tx, (lists) => changePerson(lists, code, said));
  await note(tx, 'changePerson', code, { fields: Object.keys(said) });
  return readPerson(tx, code);
}

/** To another group, or duty, from a day on; where the person stood before is kept. */
export async function move(tx: EntityManager, code: string, { from, ...place }: MovePerson): Promise<Person> {
  await needPerson(tx, code);
  await checkFrom(tx, from, [code], isLeading(place) ? place : null);
  await changeLists(tx, (lists) => moveMember(lists, code, place), from);
  await note(tx, 'movePerson', code, { ...place, ...(from === undefined ? {} : { from }) });
  return readPerson(tx, code);
}

/** A role more, for what it covers. */
export async function give(tx: EntityManager, code: string, role: RoleOf): Promise<Person> {
  await holdLists(tx); // nobody ends the person meanwhile
  await needPerson(tx, code);
  await changeLists(tx, (lists) => giveRole(lists, { code, ...role }));
  await note(tx, 'giveRole', code, role);
  return readPerson(tx, code);
}

/** A role less. */
export async function take(tx: EntityManager, code: string, role: RoleOf): Promise<Person> {
  await needPerson(tx, code);
  await changeLists(tx, (lists) => endRole(lists, { code, ...role }));
  await note(tx, 'endRole', code, role);
  return readPerson(tx, code);
}

/** Acts no more, in no list and no group; what the person has done stays. Ending again changes nothing. */
export async function end(tx: EntityManager, code: string): Promise<Person> {
  const before = await readPerson(tx, code);
  if (!before.active) return before;
  await changeLists(tx, (lists) => endPerson(lists, code));
  await note(tx, 'endPerson', code);
  return readPerson(tx, code);
}
