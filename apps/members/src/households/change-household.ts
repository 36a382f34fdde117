import type { ChangeHousehold } from '@jielong/members-contract/schemas';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { chosen } from './chosen-flags.js';
import { countingToday, holdHousehold, writeCare } from './held-household.js';
import type { Household } from './household-columns.js';
import { readHousehold } from './read-household.js';

/** Sets what a person says, and what follows from it. Left out: as it was; null: as the list says. */
export async function changeHousehold(tx: EntityManager, id: string, change: ChangeHousehold): Promise<Household> {
  const before = await countingToday(tx, await holdHousehold(tx, id));
  const flags = change.flags === undefined ? before : await chosen(tx, change.flags, before);
  const chosenFulfilment = change.fulfilment === undefined ? before.chosenFulfilment : change.fulfilment;
  await writeCare(tx, { ...before, chosenFlags: flags.chosenFlags, flagTerms: flags.flagTerms, chosenFulfilment });
  await audit(tx, { action: 'changeHousehold', subjectKind: 'household', subjectId: id, details: { fields: Object.keys(change) } });
  return readHousehold(tx, id);
}
