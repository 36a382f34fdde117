import { type Care, careOver, flagsOn, type FlagTerm, type Mergeable } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { households } from '../sealed.js';
import { whyGone } from './read-household.js';
import { todayOf } from './today.js';

/** With who has set its chosen flags, and until when each counts. */
export type HeldHousehold = Mergeable & Care & { readonly flagTerms: readonly FlagTerm[] };

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

/** As it is today: a flag that is over does not count, and goes with what is written next. */
export async function countingToday<H extends HeldHousehold>(tx: EntityManager, household: H): Promise<H> {
  const { chosenFlags, flagTerms } = household;
  if (chosenFlags === null) return { ...household, flagTerms: [] };
  const { today } = await todayOf(tx);
  const counting = flagsOn(chosenFlags, flagTerms, today);
  return { ...household, chosenFlags: counting, flagTerms: flagTerms.filter(({ flag }) => counting.includes(flag)) };
}

type Known = Pick<HeldHousehold, 'id' | 'listedFlags' | 'chosenFlags' | 'chosenFulfilment' | 'flagTerms'>;

/** What a person has set, and what follows from it today and later; the household is held. */
export async function writeCare(tx: EntityManager, { id, listedFlags, chosenFlags, chosenFulfilment, flagTerms }: Known): Promise<void> {
  const terms = chosenFlags === null ? [] : flagTerms;
  const { now, later } = careOver(chosenFlags ?? listedFlags, terms, (await todayOf(tx)).today);
  const sealed = households.seal(tx, id, { chosenFlags, flagTerms: terms });
  await tx.query(
    `UPDATE households SET chosen_flags = $2, flag_terms = $3, chosen_fulfilment = $4, priority = $5, usual_fulfilment = $6, care_later = $7
     WHERE household_id = $1`,
    [id, sealed.chosenFlags, sealed.flagTerms, chosenFulfilment, now.priority, now.fulfilment, JSON.stringify(later)],
  );
}
