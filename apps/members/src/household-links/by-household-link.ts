import { actingHousehold, membersViews } from '@jielong/members-contract';
import { type Caller, fingerprintOf, readInOneTrip } from '@jielong/platform';
import type { DataSource } from 'typeorm';

interface LinkRow {
  readonly link: string;
  readonly household: string;
}
const openLink = `SELECT link_id AS link, household FROM ${membersViews.householdLinks} WHERE fingerprint = $1`;

/** A household that comes with its link acts as itself, for what is its own; undefined where the link opens nothing (any more). */
export async function byHouseholdLink(db: DataSource, community: string, credential: string): Promise<Caller | undefined> {
  const [row] = await readInOneTrip<LinkRow>(db, community, openLink, [fingerprintOf(credential)]);
  return row && { community, ...actingHousehold(row.household), channel: 'api', session: row.link };
}
