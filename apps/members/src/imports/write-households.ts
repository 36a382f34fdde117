import type { ImportPlan } from '@jielong/kernel';
import { flagsOf, isPriority, maskedName, usualFulfilment, type HouseholdRow } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

const record = `r(compound text, building text, unit text, room text, name text, phone text, residents integer, "residentsOver65" integer,
  remark text, flags text[], priority boolean, "usualFulfilment" text, "maskedName" text)`;

/** Besides what the list says, what follows from it. */
const withCare = (row: HouseholdRow) => {
  const flags = flagsOf(row);
  const follows = { flags, priority: isPriority(flags), usualFulfilment: usualFulfilment(flags), maskedName: maskedName(row.name) };
  return { ...row, unit: row.unit ?? '', ...follows };
};

/** Whoever moves in after the list had no household there begins anew. */
const isChosen = '(households.chosen_flags IS NOT NULL AND households.ended_at IS NULL)';

/** The list's household of each room. A provisional one that stands alone in its room becomes it; what a person has set stays. */
export async function writeHouseholds(tx: EntityManager, plan: ImportPlan<HouseholdRow>): Promise<void> {
  const written = JSON.stringify([...plan.new, ...plan.changed].map(({ row }) => withCare(row)));
  await tx.query(
    `INSERT INTO households (compound, building, unit, room, ordinal, provisional, masked_name, residents, residents_over_65,
       listed_flags, priority, usual_fulfilment)
       SELECT compound, building, unit, room, 1, false, "maskedName", residents, "residentsOver65", flags, priority, "usualFulfilment"
         FROM jsonb_to_recordset($1) AS ${record}
     ON CONFLICT (community_id, compound, building, unit, room, ordinal) DO UPDATE SET provisional = false, ended_at = NULL,
       masked_name = excluded.masked_name, residents = excluded.residents, residents_over_65 = excluded.residents_over_65,
       listed_flags = excluded.listed_flags,
       priority = CASE WHEN ${isChosen} THEN households.priority ELSE excluded.priority END,
       usual_fulfilment = CASE WHEN ${isChosen} THEN households.usual_fulfilment ELSE excluded.usual_fulfilment END,
       chosen_flags = CASE WHEN households.ended_at IS NULL THEN households.chosen_flags END,
       chosen_fulfilment = CASE WHEN households.ended_at IS NULL THEN households.chosen_fulfilment END`,
    [written],
  );
  await tx.query(
    `INSERT INTO household_contacts (household_id, name, phone, remark)
       SELECT h.household_id, r.name, r.phone, r.remark
         FROM jsonb_to_recordset($1) AS ${record}
         JOIN households h ON (h.compound, h.building, h.unit, h.room, h.ordinal) = (r.compound, r.building, r.unit, r.room, 1)
     ON CONFLICT (community_id, household_id) DO UPDATE SET name = excluded.name, phone = excluded.phone, remark = excluded.remark`,
    [written],
  );
  await tx.query(
    `UPDATE households h SET ended_at = now() FROM jsonb_to_recordset($1) AS r(compound text, building text, unit text, room text)
      WHERE (h.compound, h.building, h.unit, h.room, h.ordinal) = (r.compound, r.building, coalesce(r.unit, ''), r.room, 1)`,
    [JSON.stringify(plan.gone.map(({ row }) => row))],
  );
}
