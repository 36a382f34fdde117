import { firstNameOf, type OrganisationPlans } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { writeHouseholds } from './write-households.js';
import { writePeople } from './write-people.js';
import { writeBuildings, writeCompounds } from './write-places.js';

/** Writes the differences, each table in one statement or two, in the caller's transaction. */
export async function writeOrganisation(tx: EntityManager, community: string, plans: OrganisationPlans, isChanged: boolean): Promise<void> {
  await tx.query('INSERT INTO communities (name) VALUES ($1) ON CONFLICT DO NOTHING', [firstNameOf(community)]);
  if (!isChanged) return;
  await writeCompounds(tx, plans.compounds);
  await writeBuildings(tx, plans.buildings);
  await writeHouseholds(tx, plans.households);
  await writePeople(tx, { members: plans.members.rows, supplyTeams: plans.supplyTeams.rows, roles: plans.roles.rows });
  await tx.query('SELECT count_lists()'); // or else the first orders read every household one by one
}
