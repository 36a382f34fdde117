import { grant, guard, mayForget, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_members_app';
const view = 'members.published_proxies_v1';
const household = (column: string) => `FOREIGN KEY (community_id, ${column}) REFERENCES households (community_id, household_id)`;

const tables = `
  CREATE TABLE household_proxies (${tenant}, proxy_id uuid NOT NULL, household_id uuid NOT NULL, person text, other uuid,
    may text[] NOT NULL CHECK (cardinality(may) > 0 AND may <@ ARRAY['collect', 'order']),
    from_day date NOT NULL, until_day date, CHECK (until_day >= from_day),
    set_by text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), ''), set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz, ended_by text, CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT one_acts CHECK ((person IS NULL) <> (other IS NULL)), CONSTRAINT for_somebody_else CHECK (other <> household_id),
    PRIMARY KEY (community_id, proxy_id), ${household('household_id')}, ${household('other')},
    FOREIGN KEY (community_id, person) REFERENCES people (community_id, code),
    CONSTRAINT one_term_at_a_time EXCLUDE USING gist (community_id WITH =, household_id WITH =, (coalesce(person, other::text)) WITH =,
      daterange(from_day, until_day, '[]') WITH &&) WHERE (ended_at IS NULL));
  CREATE INDEX ON household_proxies (community_id, household_id);
  CREATE INDEX ON household_proxies (community_id, other);
`;

/** Who acts for a household today; of households that were merged, those that they are now. */
const acting = `
  SELECT p.community_id, coalesce(h.merged_into, h.household_id) AS household_id, p.person,
         coalesce(o.merged_into, o.household_id) AS other, 'collect' = ANY (p.may) AS may_collect, 'order' = ANY (p.may) AS may_order
    FROM members.household_proxies p JOIN members.households h USING (community_id, household_id)
    LEFT JOIN members.households o ON (o.community_id, o.household_id) = (p.community_id, p.other)
   WHERE p.ended_at IS NULL AND (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN p.from_day AND coalesce(p.until_day, 'infinity')
     AND coalesce(o.merged_into, o.household_id) IS DISTINCT FROM coalesce(h.merged_into, h.household_id)`;

/** Who may collect and order for a household, from one day to another. */
export class Proxies1796400004003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(tables + guard('household_proxies') + grant('household_proxies', 'INSERT, UPDATE (ended_at, ended_by)', app));
    await db.query(mayForget('household_proxies', `coalesce(ended_at, (until_day + 1)::timestamp)`, app));
    await db.query(publish(view, acting, [app, 'jielong_orders_app', 'jielong_logistics_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}; DROP TABLE household_proxies`);
  }
}
