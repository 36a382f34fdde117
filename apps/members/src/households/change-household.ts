import type { HouseholdFlag } from '@jielong/members-contract';
import type { ChangeHousehold } from '@jielong/members-contract/schemas';
import { isPriority, usualFulfilment } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { Household } from './household-columns.js';
import { readHousehold, whyGone } from './read-household.js';

interface Care {
  listed_flags: HouseholdFlag[];
  chosen_flags: HouseholdFlag[] | null;
  chosen_fulfilment: string | null;
}

/** Sets what a person says, and what follows from it. Left out: as it was; null: as the list says. */
export async function changeHousehold(tx: EntityManager, id: string, change: ChangeHousehold): Promise<Household> {
  const [before] = await tx.query<Care[]>(
    `SELECT listed_flags, chosen_flags, chosen_fulfilment FROM households WHERE household_id = $1 AND ended_at IS NULL FOR UPDATE`,
    [id],
  );
  if (!before) throw await whyGone(tx, id);
  const chosenFlags = change.flags === undefined ? before.chosen_flags : change.flags;
  const chosenFulfilment = change.fulfilment === undefined ? before.chosen_fulfilment : change.fulfilment;
  const flags = chosenFlags ?? before.listed_flags;
  await tx.query(
    `UPDATE households SET chosen_flags = $2, chosen_fulfilment = $3, priority = $4, usual_fulfilment = $5 WHERE household_id = $1`,
    [id, chosenFlags, chosenFulfilment, isPriority(flags), usualFulfilment(flags)],
  );
  await audit(tx, { action: 'changeHousehold', subjectKind: 'household', subjectId: id, details: { fields: Object.keys(change) } });
  return readHousehold(tx, id);
}
