import { firstNameOf, type OrganisationPlans } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { writeGroups } from './write-groups.js';
import { writeHouseholds } from './write-households.js';
import { writeMemberships } from './write-memberships.js';
import { writeParticulars } from './write-particulars.js';
import { writePeople } from './write-people.js';
import { writeBuildings, writeCompounds } from './write-places.js';

/** Writes the differences, each table in one statement or two, in the caller's transaction. */
export async function writeOrganisation(tx: EntityManager, community: string, plans: OrganisationPlans, isChanged: boolean): Promise<void> {
  await tx.query('INSERT INTO communities (name) VALUES ($1) ON CONFLICT DO NOTHING', [firstNameOf(community)]);
  if (!isChanged) return;
  await writeCompounds(tx, plans.compounds);
  await writeBuildings(tx, plans.buildings);
  await writeHouseholds(tx, plans.households);
  await writePeopleLists(tx, plans);
  await tx.query('SELECT count_lists()'); // or else the first orders read every household one by one
}

/** The lists of people and groups; what has changed in the groups holds from `day` on, today where none is named. */
export async function writePeopleLists(tx: EntityManager, plans: OrganisationPlans, day: string | null = null): Promise<void> {
  const lists = { members: plans.members.rows, supplyTeams: plans.supplyTeams.rows, roles: plans.roles.rows };
  await writeGroups(tx, plans.groups, plans.compounds.rows);
  await writePeople(tx, lists);
  await writeParticulars(tx, lists);
  await writeMemberships(tx, plans.members.rows, day);
}
