import { type Care, careOver, type Mergeable, termsOn } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { households } from '../sealed.js';
import { whyGone } from './read-household.js';
import { todayOf } from './today.js';

/** With who has set its chosen flags, and until when each counts. */
export type HeldHousehold = Mergeable & Care;

/** Households, held until the transaction ends, in one order for everybody; merged ones too. Refuses ids that are not there. */
export async function holdHouseholds(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, HeldHousehold>> {
  const rows = await tx.query<HeldHousehold[]>(
    `SELECT household_id AS id, compound, building, unit, room, ordinal, merged_into AS "mergedInto", listed_flags AS "listedFlags",
       chosen_flags AS "chosenFlags", flag_terms AS "flagTerms", chosen_fulfilment AS "chosenFulfilment"
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

/** As it is today: a flag that is over does not count, and goes with what is written next. What a person has set for good, or the list, stays. */
export async function countingToday<H extends HeldHousehold>(tx: EntityManager, household: H): Promise<H> {
  const { today } = await todayOf(tx);
  return { ...household, flagTerms: termsOn(household.chosenFlags, household.flagTerms, today) };
}

type Known = Pick<HeldHousehold, 'id' | 'listedFlags' | 'chosenFlags' | 'chosenFulfilment' | 'flagTerms'>;

/** What a person has set, and what follows from it today and later; the household is held. */
export async function writeCare(tx: EntityManager, { id, listedFlags, chosenFlags, chosenFulfilment, flagTerms }: Known): Promise<void> {
  const { now, later } = careOver(chosenFlags ?? listedFlags, flagTerms, (await todayOf(tx)).today);
  const sealed = households.seal(tx, id, { chosenFlags, flagTerms });
  await tx.query(
    `UPDATE households SET chosen_flags = $2, flag_terms = $3, chosen_fulfilment = $4, priority = $5, usual_fulfilment = $6, care_later = $7
     WHERE household_id = $1`,
    [id, sealed.chosenFlags, sealed.flagTerms, chosenFulfilment, now.priority, now.fulfilment, JSON.stringify(later)],
  );
}
