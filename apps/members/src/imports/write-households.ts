import type { ImportPlan } from '@jielong/kernel';
import { flagsOf, isPriority, maskedName, usualFulfilment, type HouseholdRow } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import { writeContacts } from '../households/contacts.rows.js';
import { countingToday, holdHouseholds, writeCare } from '../households/held-household.js';
import { endLinks } from '../household-links/household-links.rows.js';
import { households } from '../sealed.js';

const record = `r(compound text, building text, unit text, room text, residents integer, "residentsOver65" integer,
  priority boolean, "usualFulfilment" text, "maskedName" text)`;

/** Besides what the list says, what follows from it. */
const withCare = (row: HouseholdRow) => {
  const flags = flagsOf(row);
  const follows = { flags, priority: isPriority(flags), usualFulfilment: usualFulfilment(flags), maskedName: maskedName(row.name) };
  return { ...row, unit: row.unit ?? '', ...follows };
};
type Written = ReturnType<typeof withCare>;

/** Whoever moves in after the list had no household there begins anew. */
const isChosen = '(households.chosen_flags IS NOT NULL AND households.ended_at IS NULL)';

/** The list's household of each room. A provisional one that stands alone in its room becomes it; what a person has set stays. */
export async function writeHouseholds(tx: EntityManager, plan: ImportPlan<HouseholdRow>): Promise<void> {
  const written = [...plan.new, ...plan.changed].map(({ row }) => withCare(row));
  const ids = await writeRows(tx, written);
  const known = written.map((row) => ({ ...row, id: ids.get(roomOf(row)) ?? '' }));
  await writeListedFlags(tx, known);
  await addTerms(
    tx,
    known.map(({ id }) => id),
  );
  await writeContacts(
    tx,
    known.map(({ id, name, phone, remark }) => ({ id, name, phone, remark })),
  );
  const [gone] = await tx.query<[{ id: string }[], number]>(
    `UPDATE households h SET ended_at = now() FROM jsonb_to_recordset($1) AS r(compound text, building text, unit text, room text)
      WHERE (h.compound, h.building, h.unit, h.room, h.ordinal) = (r.compound, r.building, coalesce(r.unit, ''), r.room, 1)
      RETURNING h.household_id AS id`,
    [JSON.stringify(plan.gone.map(({ row }) => row))],
  );
  await endLinks(
    tx,
    gone.map(({ id }) => id),
  );
}

type RoomOf = Pick<Written, 'compound' | 'building' | 'unit' | 'room'>;
const roomOf = ({ compound, building, unit, room }: RoomOf): string => JSON.stringify([compound, building, unit, room]);

/** All but what is sealed, which is bound to an id that a household may only get here. Gives back the ids, by room. */
async function writeRows(tx: EntityManager, written: readonly Written[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<(RoomOf & { id: string })[]>(
    `INSERT INTO households (compound, building, unit, room, ordinal, provisional, masked_name, residents, residents_over_65,
       listed_flags, priority, usual_fulfilment)
       SELECT compound, building, unit, room, 1, false, "maskedName", residents, "residentsOver65", '', priority, "usualFulfilment"
         FROM jsonb_to_recordset($1) AS ${record}
     ON CONFLICT (community_id, compound, building, unit, room, ordinal) DO UPDATE SET provisional = false, ended_at = NULL,
       masked_name = excluded.masked_name, residents = excluded.residents, residents_over_65 = excluded.residents_over_65,
       priority = CASE WHEN ${isChosen} THEN households.priority ELSE excluded.priority END,
       usual_fulfilment = CASE WHEN ${isChosen} THEN households.usual_fulfilment ELSE excluded.usual_fulfilment END,
       chosen_flags = CASE WHEN households.ended_at IS NULL THEN households.chosen_flags END,
       flag_terms = CASE WHEN households.ended_at IS NULL THEN households.flag_terms ELSE '' END,
       care_later = CASE WHEN households.ended_at IS NULL THEN households.care_later ELSE '[]' END,
       chosen_fulfilment = CASE WHEN households.ended_at IS NULL THEN households.chosen_fulfilment END
     RETURNING household_id AS id, compound, building, unit, room`,
    [JSON.stringify(written.map(({ name: _, phone: __, remark: ___, flags: ____, ...row }) => row))],
  );
  return new Map(rows.map((row) => [roomOf(row), row.id]));
}

const writeListedFlags = (tx: EntityManager, known: readonly (Written & { readonly id: string })[]): Promise<unknown> =>
  tx.query(
    `UPDATE households h SET listed_flags = r."listedFlags" FROM jsonb_to_recordset($1) AS r(id uuid, "listedFlags" text)
      WHERE h.household_id = r.id AND (h.listed_flags, r."listedFlags") <> ('', '')`,
    [JSON.stringify(known.map(({ id, flags }) => households.seal(tx, id, { id, listedFlags: flags })))],
  );

/** A flag with a last day adds to what the list says now. */
async function addTerms(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT household_id AS id FROM households WHERE household_id = ANY ($1) AND flag_terms <> ''`,
    [ids],
  );
  const held = await holdHouseholds(
    tx,
    rows.map(({ id }) => id),
  );
  for (const household of held.values()) await writeCare(tx, await countingToday(tx, household));
}
