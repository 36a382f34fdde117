import type { ConfirmHousehold } from '@jielong/members-contract/schemas';
import type { EntityManager } from 'typeorm';
import { holdHousehold } from './held-household.js';
import type { Household } from './household-columns.js';
import { noteChange } from './household-changes.rows.js';
import { readHousehold } from './read-household.js';

/** Somebody has seen that the household is there: it is provisional no more, and no list that never had it ends it. Confirming again changes nothing. */
export async function confirmHousehold(tx: EntityManager, id: string, { reason }: ConfirmHousehold): Promise<Household> {
  await holdHousehold(tx, id);
  const [, confirmed] = await tx.query<[unknown[], number]>(
    'UPDATE households SET confirmed_at = clock_timestamp() WHERE household_id = $1 AND provisional AND confirmed_at IS NULL',
    [id],
  );
  if (confirmed > 0) await noteChange(tx, { change: 'confirmed', household: id, other: null, reason: reason ?? null });
  return readHousehold(tx, id);
}
