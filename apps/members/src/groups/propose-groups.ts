import type { proposalQuery } from '@jielong/members-contract/schemas';
import { groupableOf, type Grouping, proposeGroups } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { knownPeopleLists, knownPlaces } from '../imports/known-organisation.js';

/** Groups near the homes of those who are listed, and why. It reads everybody's limits, so that reading leaves a trace; it names nobody's. */
export async function readProposal(tx: EntityManager, { category, near }: z.output<typeof proposalQuery>): Promise<Grouping> {
  const { members } = await knownPeopleLists(tx);
  const { compounds } = await knownPlaces(tx);
  const wanted = members.filter((member) => category === undefined || member.category === category);
  await audit(tx, { action: 'proposeGroups', subjectKind: 'community', subjectId: '', details: { people: wanted.length } });
  return proposeGroups(wanted.map(groupableOf), compounds, near);
}
