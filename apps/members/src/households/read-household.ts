import { DomainError } from '@jielong/kernel';
import { householdMerged, type MembersErrorCode } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { listedColumns, type Household } from './household-columns.js';

const select = `
  SELECT ${listedColumns}, c.name, c.phone, c.remark, h.residents, h.residents_over_65 AS "residentsOver65",
    coalesce(h.chosen_flags, h.listed_flags) AS flags, h.chosen_fulfilment IS NOT NULL AS "fulfilmentChosen",
    h.chosen_flags IS NOT NULL AS "flagsChosen",
    ARRAY(SELECT DISTINCT e.phone FROM households m JOIN household_contacts e USING (community_id, household_id)
          WHERE m.merged_into = h.household_id AND e.phone NOT IN ('', c.phone) ORDER BY 1) AS "otherPhones"
  FROM households h JOIN buildings b USING (community_id, compound, building) JOIN household_contacts c USING (community_id, household_id)
  WHERE h.household_id = $1 AND h.ended_at IS NULL`;

/** One household with its personal data. Reading it leaves a trace, in the same transaction. Throws a 404 `household-not-found`, a 409 `household-merged`. */
export async function readHousehold(tx: EntityManager, id: string): Promise<Household> {
  const [household] = await tx.query<Household[]>(select, [id]);
  if (!household) throw await whyGone(tx, id);
  await audit(tx, { action: 'readHousehold', subjectKind: 'household', subjectId: id });
  return household;
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
