import type { AddGroup, AppointLeader, ChangeGroup } from '@jielong/members-contract/schemas';
import { addGroup, appointLeader, changeGroup, endGroup } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { changeLists } from '../people/change-lists.js';
import { checkFrom } from '../people/from-day.js';
import { needPerson } from '../people/read-person.js';
import { type Group, groupIdOf, placeOf, readGroup } from './read-groups.js';

type Deed = 'addGroup' | 'changeGroup' | 'appointLeader' | 'endGroup';
const note = (tx: EntityManager, action: Deed, id: string, details: Record<string, unknown> = {}) =>
  audit(tx, { action, subjectKind: 'group', subjectId: id, details });

/** One more group of a branch, or a branch; one that has ended is back. */
export async function add(tx: EntityManager, group: AddGroup): Promise<Group> {
  await changeLists(tx, (lists) => addGroup(lists, group));
  const id = await groupIdOf(tx, group);
  await note(tx, 'addGroup', id);
  return readGroup(tx, id);
}

/** What a group is in charge of, and what its branch is for. */
export async function change(tx: EntityManager, id: string, said: ChangeGroup): Promise<Group> {
  const place = await placeOf(tx, id);
  await changeLists(tx, (lists) => changeGroup(lists, place, said));
  await note(tx, 'changeGroup', id, { fields: Object.keys(said) });
  return readGroup(tx, id);
}

/** Another one leads it from a day on; whoever did stays as a member. */
export async function appoint(tx: EntityManager, id: string, { code, from }: AppointLeader): Promise<Group> {
  await needPerson(tx, code);
  const place = await placeOf(tx, id);
  await checkFrom(tx, from, [code], place);
  await changeLists(tx, (lists) => appointLeader(lists, place, code), from);
  await note(tx, 'appointLeader', id, { code, ...(from === undefined ? {} : { from }) });
  return readGroup(tx, id);
}

/** A group in which nobody stands any more; who stood in it is kept. Ending again changes nothing. */
export async function end(tx: EntityManager, id: string): Promise<Group> {
  const before = await readGroup(tx, id);
  if (!before.active) return before;
  await changeLists(tx, (lists) => endGroup(lists, before));
  await note(tx, 'endGroup', id);
  return readGroup(tx, id);
}
