import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'members.published_proxies_v1';
const today = `(statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date`;

const acting = (household: string, other: string, merged = 'true') => `
  SELECT p.community_id, ${household} AS household_id, p.person, ${other} AS other, 'collect' = ANY (p.may) AS may_collect, 'order' = ANY (p.may) AS may_order
    FROM members.household_proxies p JOIN members.households h USING (community_id, household_id)
    LEFT JOIN members.households o ON (o.community_id, o.household_id) = (p.community_id, p.other)
   WHERE p.ended_at IS NULL AND ${today} BETWEEN p.from_day AND coalesce(p.until_day, 'infinity') AND ${merged}
     AND ${other} IS DISTINCT FROM ${household}`;

const now = (of: string) => `coalesce(${of}.merged_into, ${of}.household_id)`;
const eachByItself = [
  acting('p.household_id', 'p.other', 'h.merged_into IS NULL AND o.merged_into IS NULL'),
  acting('p.household_id', 'o.merged_into', 'h.merged_into IS NULL AND o.merged_into IS NOT NULL'),
  acting('h.merged_into', 'p.other', 'h.merged_into IS NOT NULL AND o.merged_into IS NULL'),
  acting('h.merged_into', 'o.merged_into', 'h.merged_into IS NOT NULL AND o.merged_into IS NOT NULL'),
];

async function replaceView(db: QueryRunner, select: string): Promise<void> {
  await db.query(`SET LOCAL lock_timeout = '3s'`); // behind one long reader all others would queue: it may be started again
  await db.query(`CREATE OR REPLACE VIEW ${view} AS ${select}`);
}

/** The same rows, each household and each that acts for it as a column that has an index: of what `coalesce` makes, PostgreSQL read all proxies. */
export class IndexedProxies1796530000000 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return replaceView(db, eachByItself.join(' UNION ALL '));
  }

  down(db: QueryRunner): Promise<void> {
    return replaceView(db, acting(now('h'), now('o')));
  }
}
