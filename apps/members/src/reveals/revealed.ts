import type { revealedHouseholdAnswer, revealedPersonAnswer } from '@jielong/members-contract/schemas';
import { flagsIn } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { wholeContactOf } from '../households/contacts.rows.js';
import { countingToday, holdHousehold } from '../households/held-household.js';
import { needPerson } from '../people/read-person.js';
import { people } from '../sealed.js';

export type RevealedHousehold = z.output<typeof revealedHouseholdAnswer>;
export type RevealedPerson = z.output<typeof revealedPersonAnswer>;

/** A household with all that lists do not show. Throws a 404 `household-not-found`, a 409 `household-merged`. */
export async function householdInFull(tx: EntityManager, id: string): Promise<RevealedHousehold> {
  const household = await countingToday(tx, await holdHousehold(tx, id));
  const { name, phone, otherPhones, remark } = await wholeContactOf(tx, id);
  return { id, name, phone, otherPhones: [...otherPhones], remark, flags: flagsIn(household), flagTerms: [...household.flagTerms] };
}

/** A person with name and telephone. Throws a 404 `person-not-found`. */
export async function personInFull(tx: EntityManager, code: string): Promise<RevealedPerson> {
  await needPerson(tx, code);
  const [row] = await tx.query<[RevealedPerson]>('SELECT code, name, phone FROM people WHERE code = $1', [code]);
  return people.open(tx, code, row);
}
