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
