import type { MergeHousehold } from '@jielong/members-contract/schemas';
import { careAfterMerge, checkMerge } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { endLinks } from '../household-links/household-links.rows.js';
import { contactsOf, writeContacts } from './contacts.rows.js';
import { countingToday, type HeldHousehold, holdHouseholds, writeCare } from './held-household.js';
import { listedColumns, type ListedHousehold } from './household-columns.js';
import { noteChange } from './household-changes.rows.js';
import { whyGone } from './read-household.js';

export interface MergedHousehold {
  readonly merged: string;
  readonly into: ListedHousehold;
}

/** Two households of one room are one: this one ends, and its id means the other from now on. Said again, it changes nothing. */
export async function mergeHousehold(tx: EntityManager, id: string, { into, reason }: MergeHousehold): Promise<MergedHousehold> {
  const held = await holdHouseholds(tx, [...new Set([id, into])]);
  const [ending, staying] = [held.get(id), held.get(into)];
  if (!ending || !staying) throw await whyGone(tx, id);
  if (ending.mergedInto !== staying.id) {
    checkMerge(ending, staying);
    await keepCare(tx, ending, staying);
    await tx.query('UPDATE households SET ended_at = clock_timestamp(), merged_into = $2 WHERE household_id = $1', [id, into]);
    await tx.query('UPDATE households SET merged_into = $2 WHERE merged_into = $1', [id, into]); // whoever was this one is the other now
    await endLinks(tx, [id]);
    await noteChange(tx, { change: 'merged', household: id, other: into, reason });
  }
  return { merged: id, into: await listed(tx, into) };
}

/** What was known of the one that ends, and of the other was not. */
async function keepCare(tx: EntityManager, ending: HeldHousehold, staying: HeldHousehold): Promise<void> {
  const [one, other] = [await countingToday(tx, ending), await countingToday(tx, staying)];
  await writeCare(tx, { ...other, ...careAfterMerge(one, other) });
  const contacts = await contactsOf(tx, [ending.id, staying.id]);
  const [gone, known] = [contacts.get(ending.id), contacts.get(staying.id)];
  if (gone && known?.phone === '') await writeContacts(tx, [{ ...known, phone: gone.phone }]);
}

async function listed(tx: EntityManager, id: string): Promise<ListedHousehold> {
  const [household] = await tx.query<ListedHousehold[]>(
    `SELECT ${listedColumns} FROM households h JOIN buildings b USING (community_id, compound, building)
     WHERE h.household_id = $1 AND h.ended_at IS NULL`,
    [id],
  );
  if (!household) throw await whyGone(tx, id);
  return household;
}
