import { sealColumns, SealedTable, unsealColumns } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  new SealedTable('orders.chain_entries', { key: ['entry_id'], text: ['fingerprint', 'text'], json: ['reason_text', 'said'] }),
];

/**
 * An entry's fingerprint is what somebody wrote, so that it cannot stay its key. Of its `orders`, what SQL does not go by (names, who has placed each,
 * remarks, ends of telephones) goes into `said`, in their order. The owner sees every community for as long as this takes.
 */
const apart = `
  ALTER TABLE chain_entries NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE chain_entries ADD COLUMN entry_id uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN said text NOT NULL DEFAULT '',
    ALTER COLUMN reason_text TYPE text USING reason_text::text,
    DROP CONSTRAINT chain_entries_pkey, ADD PRIMARY KEY (community_id, run_id, chain, entry_id);
  UPDATE chain_entries e SET
    said = (SELECT jsonb_agg(o - '{action,householdId,room,items,gate}'::text[] ORDER BY nth)::text
            FROM jsonb_array_elements(e.orders) WITH ORDINALITY AS list(o, nth)),
    orders = (SELECT jsonb_agg(jsonb_build_object('action', o->'action', 'householdId', o->'householdId', 'room', o->'room', 'items', o->'items',
              'gate', o->'gate') ORDER BY nth) FROM jsonb_array_elements(e.orders) WITH ORDINALITY AS list(o, nth))
    WHERE orders <> '[]';
  ALTER TABLE chain_entries FORCE ROW LEVEL SECURITY;
`;
const together = `
  ALTER TABLE chain_entries NO FORCE ROW LEVEL SECURITY;
  UPDATE chain_entries e SET orders = (
      SELECT jsonb_agg(o || (e.said::jsonb -> (nth - 1)::integer) ORDER BY nth)
      FROM jsonb_array_elements(e.orders) WITH ORDINALITY AS list(o, nth))
    WHERE said <> '';
  ALTER TABLE chain_entries DROP CONSTRAINT chain_entries_pkey, ADD PRIMARY KEY (community_id, run_id, chain, fingerprint),
    DROP COLUMN entry_id, DROP COLUMN said, ALTER COLUMN reason_text TYPE jsonb USING reason_text::jsonb;
  ALTER TABLE chain_entries FORCE ROW LEVEL SECURITY;
`;

/** What neighbours wrote, entry by entry, is sealed. */
export class SealedEntries1795900001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(apart);
    await sealColumns(db, tables);
  }

  async down(db: QueryRunner): Promise<void> {
    await unsealColumns(db, tables);
    await db.query(together);
  }
}
