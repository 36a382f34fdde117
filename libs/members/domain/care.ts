import type { Fulfilment, HouseholdFlag } from '@jielong/members-contract';
import { surnameOf } from './contact.js';

/** Any flag makes a household a priority; nobody outside is told which. */
export const isPriority = (flags: readonly HouseholdFlag[]): boolean => flags.length > 0;

/** How a household usually gets its portions. In isolation it is left at the door, whatever else holds. */
export function usualFulfilment(flags: readonly HouseholdFlag[]): Fulfilment {
  if (flags.includes('isolated')) return 'left-at-door';
  return flags.includes('elderly-alone') || flags.includes('disabled') ? 'to-door' : 'pick-up';
}

/** Ways by how much is done for a household, the least first. Whoever is left at the door is not met either. */
const byNeed: readonly Fulfilment[] = ['pick-up', 'drop-at-building', 'to-door', 'left-at-door'];

/** Of two ways the one that does more for a household: nobody has to come who could not. */
export const strongerFulfilment = (one: Fulfilment, other: Fulfilment): Fulfilment =>
  byNeed.indexOf(one) > byNeed.indexOf(other) ? one : other;

/** `张**`: the first character alone, and never how long the name is. Empty where no name is known. */
export const maskedName = (name: string): string => {
  const surname = surnameOf(name);
  return surname === '' ? '' : `${surname}**`;
};

export const sampleCommunity = { id: 'sample', name: '示范社区' } as const;
/** What a community is called at its first import; its id, until somebody says it otherwise. */
export const firstNameOf = (community: string): string => (community === sampleCommunity.id ? sampleCommunity.name : community);
