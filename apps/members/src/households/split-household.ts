import type { SplitHousehold } from '@jielong/members-contract/schemas';
import type { EntityManager } from 'typeorm';
import { insertHousehold, knownRoom } from './add-household.js';
import { holdHousehold } from './held-household.js';
import type { Household } from './household-columns.js';
import { noteChange } from './household-changes.rows.js';
import { readHousehold } from './read-household.js';

/** Part of a household is one of its own from now on, in the same room; provisional, as every new one. What was ordered stays where it is. */
export async function splitHousehold(tx: EntityManager, id: string, { reason, ...newcomer }: SplitHousehold): Promise<Household> {
  const { compound, building, unit, room } = await holdHousehold(tx, id);
  const place = await knownRoom(tx, compound, { building, unit: unit || null, room });
  const added = await insertHousehold(tx, { compound, ...place }, newcomer);
  await noteChange(tx, { change: 'split', household: added, other: id, reason });
  return readHousehold(tx, added);
}
