import type { CalendarDate } from '@jielong/kernel';
import type { ChangeHousehold } from '@jielong/members-contract/schemas';
import { checkTerms, lastingAfter, setTerms } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import type { HeldHousehold } from './held-household.js';
import { todayOf } from './today.js';

/** Flags as a person sets them, under the name of whoever does; null: as the list says. Those with an end alone add to what holds otherwise. */
export async function chosen(
  tx: EntityManager,
  wanted: NonNullable<ChangeHousehold['flags']> | null,
  before: Pick<HeldHousehold, 'chosenFlags' | 'flagTerms'> = { chosenFlags: null, flagTerms: [] },
): Promise<Pick<HeldHousehold, 'chosenFlags' | 'flagTerms'>> {
  if (wanted === null) return { chosenFlags: null, flagTerms: [] };
  const { today, setBy, setAt } = await todayOf(tx);
  const terms = wanted.map(({ flag, until }) => ({ flag, until: until as CalendarDate | null }));
  checkTerms(terms, today);
  return {
    chosenFlags: lastingAfter(terms, before.chosenFlags),
    flagTerms: setTerms(terms, { flags: before.chosenFlags, terms: before.flagTerms }, { setBy, setAt }),
  };
}
