import { actingHousehold, membersViews } from '@jielong/members-contract';
import { type Caller, fingerprintOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** A household that comes with its link acts as itself, for what is its own; undefined where the link opens nothing (any more). */
export async function byHouseholdLink(tx: EntityManager, community: string, credential: string): Promise<Caller | undefined> {
  const [row] = await tx.query<{ link: string; household: string }[]>(
    `SELECT link_id AS link, household FROM ${membersViews.householdLinks} WHERE fingerprint = $1`,
    [fingerprintOf(credential)],
  );
  return row && { community, ...actingHousehold(row.household), channel: 'api', session: row.link };
}
