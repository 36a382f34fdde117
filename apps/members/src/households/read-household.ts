import { DomainError } from '@jielong/kernel';
import { householdMerged, maskedPhone, type MembersErrorCode } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { wholeContactOf } from './contacts.rows.js';
import { flagsSet, listedColumns, type Household } from './household-columns.js';

type Row = Omit<Household, 'maskedPhone' | 'otherMaskedPhones' | 'hasRemark'>;
const select = `
  SELECT ${listedColumns}, h.residents, h.residents_over_65 AS "residentsOver65",
    h.chosen_fulfilment IS NOT NULL AS "fulfilmentChosen", ${flagsSet} AS "flagsChosen"
  FROM households h JOIN buildings b USING (community_id, compound, building)
  WHERE h.household_id = $1 AND h.ended_at IS NULL`;

/** One household, masked. Throws a 404 `household-not-found`, a 409 `household-merged`. */
export async function readHousehold(tx: EntityManager, id: string): Promise<Household> {
  const [household] = await tx.query<Row[]>(select, [id]);
  if (!household) throw await whyGone(tx, id);
  const { phone, otherPhones, remark } = await wholeContactOf(tx, id);
  return { ...household, maskedPhone: maskedPhone(phone), otherMaskedPhones: otherPhones.map(maskedPhone), hasRemark: remark !== '' };
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
