import { sealColumns, SealedTable, sealWriting, unsealColumns, unsealWriting } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const lookups = { phone_lookup: 'phone' };

/** As they were sealed first: a later migration may add columns, and this one goes on meaning these. */
const tables = [
  new SealedTable('members.people', { key: ['code'], text: ['name', 'phone'], lookups }),
  new SealedTable('members.household_contacts', { key: ['household_id'], text: ['name', 'phone', 'remark'], lookups }),
  new SealedTable('members.households', { key: ['household_id'], json: ['listed_flags', 'chosen_flags'] }),
  new SealedTable('members.household_changes', { key: ['change_id'], text: ['reason'] }),
];

/** Flags become text, a list as JSON and an empty list as nothing, as sealed columns have it. A reason is bound to its id, known before it is written. */
const toText = `
  ALTER TABLE people ADD COLUMN phone_lookup text NOT NULL DEFAULT '';
  ALTER TABLE household_contacts ADD COLUMN phone_lookup text NOT NULL DEFAULT '';
  CREATE INDEX ON people (community_id, phone_lookup) WHERE phone_lookup <> '';
  CREATE INDEX ON household_contacts (community_id, phone_lookup) WHERE phone_lookup <> '';
  ALTER TABLE households
    ALTER COLUMN listed_flags TYPE text USING CASE listed_flags WHEN '{}' THEN '' ELSE to_json(listed_flags)::text END,
    ALTER COLUMN chosen_flags TYPE text USING CASE chosen_flags WHEN '{}' THEN '' ELSE to_json(chosen_flags)::text END;
  GRANT USAGE ON SEQUENCE household_changes_change_id_seq TO ${app};
`;
const toFlags = `
  CREATE FUNCTION flags_in(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS
    $$ SELECT ARRAY(SELECT json_array_elements_text(coalesce(nullif($1, ''), '[]')::json)) $$;
  ALTER TABLE households ALTER COLUMN listed_flags TYPE text[] USING flags_in(listed_flags),
    ALTER COLUMN chosen_flags TYPE text[] USING flags_in(chosen_flags);
  DROP FUNCTION flags_in(text);
  ALTER TABLE people DROP COLUMN phone_lookup;
  ALTER TABLE household_contacts DROP COLUMN phone_lookup;
  REVOKE USAGE ON SEQUENCE household_changes_change_id_seq FROM ${app};
`;

/** Names, telephones, remarks, flags and reasons are sealed by the application: whoever reads the tables alone reads none of them. */
export class SealedValues1795900000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(toText);
    await sealColumns(db, tables);
    await sealWriting(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await unsealWriting(db);
    await unsealColumns(db, tables);
    await db.query(toFlags);
  }
}
