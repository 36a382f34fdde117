import { membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';

/** Households that may collect for these today, as members knows it, whatever an order says. */
export async function standingCollectors(
  tx: EntityManager,
  households: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.query<{ household: string; collectors: string[] }[]>(
    `SELECT household_id AS household, array_agg(DISTINCT other ORDER BY other) AS collectors FROM ${membersViews.proxies}
     WHERE household_id = ANY ($1) AND may_collect AND other IS NOT NULL GROUP BY 1`,
    [households],
  );
  return new Map(rows.map(({ household, collectors }) => [household, collectors]));
}

/** In SQL, people who may collect for a household today, by code: whoever reads an order is told. Asked for each order that is read, after a page is chosen. */
export const peopleCollecting = (household: string): string => `ARRAY(SELECT DISTINCT p.person FROM ${membersViews.proxies} p
  WHERE p.household_id = ${household} AND p.may_collect AND p.person IS NOT NULL ORDER BY p.person)`;
