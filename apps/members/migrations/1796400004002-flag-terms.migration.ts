import { sealColumns, SealedTable } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const terms = new SealedTable('members.households', { key: ['household_id'], json: ['flag_terms'] });

/** What is done for a household changes by itself on the day on which a flag is over: `care_later` says when and to what, and not why. */
const careOn = (row: string, what: string): string =>
  `(SELECT l->>'${what}' FROM jsonb_array_elements(${row}.care_later) l
     WHERE (l->>'from')::date <= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date ORDER BY l->>'from' DESC LIMIT 1)`;
interface CareOf {
  readonly priority: (row: string) => string;
  readonly usual: (row: string) => string;
}
const now: CareOf = {
  priority: (row) => `coalesce(${careOn(row, 'priority')}::boolean, ${row}.priority)`,
  usual: (row) => `coalesce(${careOn(row, 'fulfilment')}, ${row}.usual_fulfilment)`,
};
const before: CareOf = { priority: (row) => `${row}.priority`, usual: (row) => `${row}.usual_fulfilment` };

const published = ({ priority, usual }: CareOf): string => `
  CREATE OR REPLACE VIEW members.published_households_v2 AS
  SELECT h.community_id, h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, b.pickup_point_id,
         coalesce(${priority('s')}, ${priority('h')}) AS priority,
         coalesce(s.chosen_fulfilment, ${usual('s')}, h.chosen_fulfilment, ${usual('h')}) AS fulfilment, h.masked_name, h.merged_into
    FROM members.households h JOIN members.buildings b USING (community_id, compound, building)
    LEFT JOIN members.households s ON s.community_id = h.community_id AND s.household_id = h.merged_into
   WHERE h.ended_at IS NULL OR h.merged_into IS NOT NULL`;

/** Who has set which flag of a household, and until when it counts. */
export class FlagTerms1796400004002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `ALTER TABLE households ADD COLUMN flag_terms text NOT NULL DEFAULT '', ADD COLUMN care_later jsonb NOT NULL DEFAULT '[]'`,
    );
    await sealColumns(db, [terms]);
    await db.query(published(now));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(published(before));
    await db.query('ALTER TABLE households DROP COLUMN flag_terms, DROP COLUMN care_later');
  }
}
