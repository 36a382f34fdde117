import { actingHousehold, membersViews } from '@jielong/members-contract';
import { type Caller, fingerprintOf, preparedInOneTrip } from '@jielong/platform';
import type { DataSource } from 'typeorm';

const openLink = preparedInOneTrip<{ link: string; household: string }>(
  `SELECT link_id AS link, household FROM ${membersViews.householdLinks} WHERE fingerprint = $1`,
);

/** A household that comes with its link acts as itself, for what is its own; undefined where the link opens nothing (any more). */
export async function byHouseholdLink(db: DataSource, community: string, credential: string): Promise<Caller | undefined> {
  const [row] = await openLink(db, community, [fingerprintOf(credential)]);
  return row && { community, ...actingHousehold(row.household), channel: 'api', session: row.link };
}
