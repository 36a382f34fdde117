import { type Care, isPriority, type Mergeable, usualFulfilment } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { households } from '../sealed.js';
import { whyGone } from './read-household.js';

export type HeldHousehold = Mergeable & Care;

/** Households, held until the transaction ends, in one order for everybody; merged ones too. Refuses ids that are not there. */
export async function holdHouseholds(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, HeldHousehold>> {
  const rows = await tx.query<HeldHousehold[]>(
    `SELECT household_id AS id, compound, building, unit, room, ordinal, merged_into AS "mergedInto", listed_flags AS "listedFlags",
       chosen_flags AS "chosenFlags", chosen_fulfilment AS "chosenFulfilment"
     FROM households WHERE household_id = ANY($1) AND (ended_at IS NULL OR merged_into IS NOT NULL) ORDER BY household_id FOR UPDATE`,
    [ids],
  );
  const held = new Map(rows.map((row) => [row.id, households.open(tx, row.id, row)]));
  const missing = ids.find((id) => !held.has(id));
  if (missing !== undefined) throw await whyGone(tx, missing);
  return held;
}

/** One household that stands for itself, held until the transaction ends. */
export async function holdHousehold(tx: EntityManager, id: string): Promise<HeldHousehold> {
  const household = (await holdHouseholds(tx, [id])).get(id);
  if (!household || household.mergedInto !== null) throw await whyGone(tx, id);
  return household;
}

/** What a person has set, and what follows from it; the household is held. */
export async function writeCare(tx: EntityManager, { id, listedFlags, ...care }: HeldHousehold): Promise<void> {
  const flags = care.chosenFlags ?? listedFlags;
  const { chosenFlags, chosenFulfilment } = households.seal(tx, id, care);
  await tx.query(
    `UPDATE households SET chosen_flags = $2, chosen_fulfilment = $3, priority = $4, usual_fulfilment = $5 WHERE household_id = $1`,
    [id, chosenFlags, chosenFulfilment, isPriority(flags), usualFulfilment(flags)],
  );
}
