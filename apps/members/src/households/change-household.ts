import type { ChangeHousehold } from '@jielong/members-contract/schemas';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { holdHousehold, writeCare } from './held-household.js';
import type { Household } from './household-columns.js';
import { readHousehold } from './read-household.js';

/** Sets what a person says, and what follows from it. Left out: as it was; null: as the list says. */
export async function changeHousehold(tx: EntityManager, id: string, change: ChangeHousehold): Promise<Household> {
  const before = await holdHousehold(tx, id);
  const chosenFlags = change.flags === undefined ? before.chosenFlags : change.flags;
  const chosenFulfilment = change.fulfilment === undefined ? before.chosenFulfilment : change.fulfilment;
  await writeCare(tx, { ...before, chosenFlags, chosenFulfilment });
  await audit(tx, { action: 'changeHousehold', subjectKind: 'household', subjectId: id, details: { fields: Object.keys(change) } });
  return readHousehold(tx, id);
}
