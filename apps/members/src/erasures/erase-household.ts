import type { Erased } from '@jielong/kernel';
import { audit, emptyAnswers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { endLinks } from '../household-links/household-links.rows.js';
import { isSet, noCare } from '../households/household-columns.js';
import { emptied } from './emptied.js';

/** Makes empty what is known of a household, under all of its ids, which it gives; room, residents and the row itself stay. Said again, it changes nothing. */
export async function eraseHousehold(tx: EntityManager, id: string): Promise<Erased> {
  const ids = await idsOf(tx, id);
  if (ids.length === 0) return { ids, refused: null };
  const changes = [
    await emptied(tx, contacts, ids),
    await emptied(tx, care, ids),
    await emptied(tx, changeReasons, ids),
    await emptied(tx, revealReasons, ids),
    await emptied(tx, proxies, ids),
    await endLinks(tx, ids),
    await emptyAnswers(tx, (said) => ids.some((one) => said.includes(one))),
  ];
  if (changes.some((rows) => rows > 0)) await audit(tx, { action: 'erase', subjectKind: 'household', subjectId: id });
  return { ids, refused: null };
}

/** A household that was merged is the other, whichever id is named. They are held: nobody writes a contact meanwhile. */
async function idsOf(tx: EntityManager, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `WITH now AS (SELECT coalesce(merged_into, household_id) AS id FROM households WHERE household_id = $1)
     SELECT household_id AS id FROM households WHERE household_id = (SELECT id FROM now) OR merged_into = (SELECT id FROM now)
     ORDER BY household_id FOR UPDATE`,
    [id],
  );
  return rows.map((row) => row.id);
}

const contacts = `
  UPDATE household_contacts SET name = '', phone = '', phone_lookup = '', remark = ''
  WHERE household_id = ANY ($1) AND (name, phone, phone_lookup, remark) <> ('', '', '', '')`;
/** With the flags goes what follows from them: a way to get portions says whether somebody is ill. */
const care = `
  UPDATE households SET masked_name = '', listed_flags = '', ${noCare}
  WHERE household_id = ANY ($1)
    AND ((masked_name, listed_flags) <> ('', '') OR priority OR ${isSet})`;
const changeReasons = `
  UPDATE household_changes SET reason = '' WHERE (household_id = ANY ($1) OR other = ANY ($1)) AND reason <> ''`;
/** Nobody acts for it any more; of these rows nothing is left once they are over for long enough. */
const proxies = `
  UPDATE household_proxies SET ended_at = clock_timestamp(), ended_by = coalesce(current_setting('app.actor', true), '')
  WHERE (household_id = ANY ($1) OR other = ANY ($1)) AND ended_at IS NULL`;
const revealReasons = `
  UPDATE reveals SET reason = '' WHERE kind = 'household' AND subject = ANY ($1::text[]) AND reason <> ''`;
