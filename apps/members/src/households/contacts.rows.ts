import type { EntityManager } from 'typeorm';
import { householdContacts } from '../sealed.js';

/** Who a household is, and how to reach it, by its id. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly remark: string;
}

/** As they were written, by household. */
export async function contactsOf(tx: EntityManager, households: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
  const rows = await tx.query<Contact[]>(
    'SELECT household_id AS id, name, phone, remark FROM household_contacts WHERE household_id = ANY ($1)',
    [households],
  );
  return new Map(rows.map((row) => [row.id, householdContacts.open(tx, row.id, row)]));
}

/** How a household is reached, also by telephones of those that were merged into it. */
export interface WholeContact extends Contact {
  readonly otherPhones: readonly string[];
}

/** All that is known of how to reach a household. */
export async function wholeContactOf(tx: EntityManager, id: string): Promise<WholeContact> {
  const merged = await tx.query<{ id: string }[]>('SELECT household_id AS id FROM households WHERE merged_into = $1', [id]);
  const contacts = await contactsOf(tx, [id, ...merged.map((one) => one.id)]);
  const own = contacts.get(id) ?? { id, name: '', phone: '', remark: '' };
  const phones = new Set([...contacts.values()].map(({ phone }) => phone).filter((phone) => phone !== '' && phone !== own.phone));
  return { ...own, otherPhones: [...phones].toSorted() };
}

/** New ones, and in place of old ones. */
export const writeContacts = (tx: EntityManager, contacts: readonly Contact[]): Promise<unknown> =>
  tx.query(
    `INSERT INTO household_contacts (household_id, name, phone, phone_lookup, remark)
       SELECT id, name, phone, "phoneLookup", remark
         FROM jsonb_to_recordset($1) AS r(id uuid, name text, phone text, "phoneLookup" text, remark text)
     ON CONFLICT (community_id, household_id) DO UPDATE SET name = excluded.name, phone = excluded.phone,
       phone_lookup = excluded.phone_lookup, remark = excluded.remark`,
    [JSON.stringify(contacts.map((contact) => householdContacts.seal(tx, contact.id, contact)))],
  );
