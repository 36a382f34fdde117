import { DomainError } from '@jielong/kernel';
import type { HouseholdFlag } from '@jielong/members-contract';
import { householdMerged, type MembersErrorCode } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { households } from '../sealed.js';
import { contactsOf } from './contacts.rows.js';
import { listedColumns, type Household, type ListedHousehold } from './household-columns.js';

type Row = ListedHousehold &
  Pick<Household, 'residents' | 'residentsOver65' | 'fulfilmentChosen' | 'flagsChosen'> & {
    readonly listedFlags: HouseholdFlag[];
    readonly chosenFlags: HouseholdFlag[] | null;
    readonly mergedIds: readonly string[];
  };
const select = `
  SELECT ${listedColumns}, h.residents, h.residents_over_65 AS "residentsOver65", h.listed_flags AS "listedFlags",
    h.chosen_flags AS "chosenFlags", h.chosen_fulfilment IS NOT NULL AS "fulfilmentChosen", h.chosen_flags IS NOT NULL AS "flagsChosen",
    ARRAY(SELECT m.household_id FROM households m WHERE m.merged_into = h.household_id) AS "mergedIds"
  FROM households h JOIN buildings b USING (community_id, compound, building)
  WHERE h.household_id = $1 AND h.ended_at IS NULL`;

/** One household with its personal data. Reading it leaves a trace, in the same transaction. Throws a 404 `household-not-found`, a 409 `household-merged`. */
export async function readHousehold(tx: EntityManager, id: string): Promise<Household> {
  const [row] = await tx.query<Row[]>(select, [id]);
  if (!row) throw await whyGone(tx, id);
  await audit(tx, { action: 'readHousehold', subjectKind: 'household', subjectId: id });
  const { listedFlags, chosenFlags, mergedIds, ...household } = households.open(tx, id, row);
  const contacts = await contactsOf(tx, [id, ...mergedIds]);
  const { name = '', phone = '', remark = '' } = contacts.get(id) ?? {};
  const phones = new Set([...contacts.values()].map((contact) => contact.phone).filter((other) => other !== '' && other !== phone));
  return { ...household, name, phone, otherPhones: [...phones].toSorted(), remark, flags: chosenFlags ?? listedFlags };
}

/** The id of a household as it is now: of one that was merged, the other's. */
export async function householdNow(tx: EntityManager, id: string): Promise<string> {
  const [row] = await tx.query<{ into: string | null }[]>('SELECT merged_into AS into FROM households WHERE household_id = $1', [id]);
  return row?.into ?? id;
}

/** Why a household is not there: nobody has this id, a list has it no more, or it is another one now. */
export async function whyGone(tx: EntityManager, id: string): Promise<DomainError> {
  const now = await householdNow(tx, id);
  return now === id ? noHousehold() : householdMerged(now);
}

const noHousehold = () =>
  new DomainError<MembersErrorCode>('not-found', 'household-not-found', {
    zh: '没有这个住户，或已不在名单上。请按房号重新查找。',
    en: 'There is no such household, or it is no longer on the list. Look it up by its room.',
  });
