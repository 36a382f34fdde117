import { DomainError, type ImportError } from '@jielong/kernel';
import { changedFiles, type ChangedLists, coordinatorErrors, planOrganisation } from '@jielong/members-domain';
import { holdLists } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { knownPeopleLists, knownPlaces, type PeopleLists } from '../imports/known-organisation.js';
import { writePeopleLists } from '../imports/write-organisation.js';

/** Changes the lists of people and groups as an import of the changed ones would: by the same rules, into the same rows. In groups it holds from `day` on. */
export async function changeLists(tx: EntityManager, change: (lists: PeopleLists) => ChangedLists, day?: string): Promise<void> {
  await holdLists(tx);
  const lists = await knownPeopleLists(tx);
  const files = changedFiles(change(lists));
  const { plans, errors } = planOrganisation(files, { ...(await knownPlaces(tx)), households: [], ...lists });
  const { members, supplyTeams, roles } = plans;
  const now = { members: members.rows, supplyTeams: supplyTeams.rows, roles: roles.rows };
  const mistakes = [
    ...Object.values(plans).flatMap((plan) => plan.errors),
    ...errors,
    ...coordinatorErrors(lists, now, Object.values(files)),
  ];
  const [mistake] = mistakes;
  if (mistake) throw refusal(mistake);
  await writePeopleLists(tx, plans, day ?? null);
}

const refusal = ({ code, column, message }: ImportError) =>
  new DomainError('invalid', code, { zh: ended(message.zh, '。'), en: ended(message.en, '.') }, column === null ? {} : { column });

/** Complaints of an import are no sentences, but for some. */
const ended = (text: string, stop: string): string => (text.endsWith(stop) ? text : `${text}${stop}`);
