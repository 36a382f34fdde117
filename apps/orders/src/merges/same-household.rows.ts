import { membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';

/** Households that are another one now, as accounts name them: `id`, `into`. There are few. */
export const mergedHouseholds = `(SELECT id::text AS id, merged_into::text AS into FROM ${membersViews.households} WHERE merged_into IS NOT NULL)`;

/** All ids that a household has had, itself among them. */
export type IdsOf = (household: string) => readonly string[];

/**
 * What was written under the id of a household that was merged stays where it is: whoever asks by household asks for all the ids that are one
 * household today.
 */
export async function sameHousehold(tx: EntityManager, households: readonly string[]): Promise<IdsOf> {
  const rows = await tx.query<{ id: string; into: string }[]>(
    `WITH merged AS MATERIALIZED ${mergedHouseholds}
     SELECT id, "into" FROM merged WHERE "into" = ANY($1) OR "into" IN (SELECT "into" FROM merged WHERE id = ANY($1)) ORDER BY id`,
    [households],
  );
  const now = new Map(rows.map(({ id, into }) => [id, into]));
  return (household) => {
    const one = now.get(household) ?? household;
    return [one, ...rows.filter(({ into }) => into === one).map(({ id }) => id)];
  };
}
