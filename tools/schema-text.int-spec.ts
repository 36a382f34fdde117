import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { asAdmin, createDatabase } from './databases.ts';
import { describeSchemas } from './schema-files.ts';
import { describeSchema, differences } from './schema-text.ts';
import { databaseUrl } from './test-template.ts';

const server = process.env['TEST_POSTGRES_ADMIN_URL'] ?? '';
const name = `schema_text_${randomBytes(5).toString('hex')}`;
const made = `
  CREATE SCHEMA scratch;
  CREATE TABLE scratch.runs (run_id uuid PRIMARY KEY);
  CREATE TABLE scratch.orders (order_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run_id uuid NOT NULL REFERENCES scratch.runs,
    portions integer NOT NULL DEFAULT 1 CHECK (portions > 0), way text);
  CREATE INDEX by_run ON scratch.orders (run_id);
  ALTER TABLE scratch.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY community ON scratch.orders USING (way = current_setting('app.way'));
  CREATE VIEW scratch.published_orders_v1 AS SELECT order_id, way FROM scratch.orders;
  CREATE FUNCTION scratch.book() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER book AFTER INSERT ON scratch.orders FOR EACH STATEMENT EXECUTE FUNCTION scratch.book();`;

let db: pg.Client;
let before: string;
beforeAll(async () => {
  await createDatabase(server, name);
  db = new pg.Client(databaseUrl(server, name));
  await db.connect();
  await db.query(made);
  before = await describeSchema(db, 'scratch');
});
afterAll(async () => {
  await db.end();
  await asAdmin(server, (admin) => admin.query(`DROP DATABASE ${name}`));
});

/** What is noticed of a change, which is taken back. */
async function noticed(change: string): Promise<string[]> {
  await db.query('BEGIN');
  try {
    await db.query(change);
    return differences(before, await describeSchema(db, 'scratch'));
  } finally {
    await db.query('ROLLBACK');
  }
}

it('says the same of the same schema, an object a paragraph', async () => {
  expect(await describeSchema(db, 'scratch')).toBe(before);
  expect(before.split('\n\n').map((paragraph) => paragraph.split('\n')[0])).toEqual([
    ...['FUNCTION book()', 'SCHEMA scratch', 'TABLE orders', 'TABLE runs', 'VIEW published_orders_v1'],
  ]);
});

it('says which PostgreSQL has read a schema, for versions write the same definition differently', async () => {
  const [{ version } = { version: '' }] = (await db.query<{ version: string }>(`SELECT current_setting('server_version') AS version`)).rows;
  const { members } = await describeSchemas(databaseUrl(server, process.env['TEST_EMPTY_DATABASE'] ?? ''));
  expect(members).toMatch(`make, as PostgreSQL ${Number.parseInt(version, 10)} reads it back.`);
});

it('shows a changed column as it was and as it is', async () => {
  expect(await noticed('ALTER TABLE scratch.orders ALTER portions TYPE bigint')).toEqual([
    '  TABLE orders',
    '-   portions integer NOT NULL DEFAULT 1',
    '+   portions bigint NOT NULL DEFAULT 1',
  ]);
});

describe('notices', () => {
  it.each([
    ['a column that is new', 'ALTER TABLE scratch.orders ADD remark text', '+   remark text'],
    ['a column that may be empty', 'ALTER TABLE scratch.orders ALTER portions DROP NOT NULL', '+   portions integer DEFAULT 1'],
    ['another default', 'ALTER TABLE scratch.orders ALTER portions SET DEFAULT 2', '+   portions integer NOT NULL DEFAULT 2'],
    ['another collation', 'ALTER TABLE scratch.orders ADD key text COLLATE "POSIX"', '+   key text COLLATE "POSIX"'],
    ['a check', `ALTER TABLE scratch.orders ADD CONSTRAINT known CHECK (way <> '')`, `+   CONSTRAINT known CHECK (way <> ''::text)`],
    ['a key', 'ALTER TABLE scratch.orders ADD CONSTRAINT one UNIQUE (way)', '+   CONSTRAINT one UNIQUE (way)'],
    [
      'a foreign key that waits',
      'ALTER TABLE scratch.orders ALTER CONSTRAINT orders_run_id_fkey DEFERRABLE',
      '+   CONSTRAINT orders_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(run_id) DEFERRABLE',
    ],
    ['an index less', 'DROP INDEX scratch.by_run', '-   CREATE INDEX by_run ON scratch.orders USING btree (run_id)'],
    [
      'a trigger that rests',
      'ALTER TABLE scratch.orders DISABLE TRIGGER book',
      expect.stringMatching(/^\+ {3}CREATE TRIGGER book .*, ENABLED: D$/),
    ],
    ['the owner let in', 'ALTER TABLE scratch.orders NO FORCE ROW LEVEL SECURITY', '+   ROW LEVEL SECURITY ENABLED'],
    ['everybody let in', 'ALTER TABLE scratch.runs ENABLE ROW LEVEL SECURITY', '-   ROW LEVEL SECURITY DISABLED'],
    ['another policy', 'ALTER POLICY community ON scratch.orders USING (true)', '+   POLICY community FOR ALL TO PUBLIC USING (true)'],
    [
      'another policy for writing',
      'ALTER POLICY community ON scratch.orders WITH CHECK (true)',
      expect.stringMatching(/WITH CHECK \(true\)$/),
    ],
    ['a right', 'GRANT SELECT, INSERT ON scratch.orders TO jielong_orders_app', '+   GRANT INSERT, SELECT TO jielong_orders_app'],
    ['a right on a column', 'GRANT UPDATE (way) ON scratch.orders TO PUBLIC', '+   GRANT UPDATE (way) TO PUBLIC'],
    ['a right on a function less', 'REVOKE ALL ON FUNCTION scratch.book FROM PUBLIC', '-   GRANT EXECUTE TO PUBLIC'],
    [
      'a right to come',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA scratch GRANT SELECT ON TABLES TO PUBLIC',
      expect.stringContaining('ON "r": {=r/'),
    ],
    ['another owner', 'ALTER TABLE scratch.runs OWNER TO jielong_orders_owner', '+   OWNER jielong_orders_owner'],
    ['a function of its owner', 'ALTER FUNCTION scratch.book SECURITY DEFINER', '+    SECURITY DEFINER'],
    ['a view of its caller', 'ALTER VIEW scratch.published_orders_v1 SET (security_invoker)', '+   WITH (security_invoker=true)'],
    [
      'another identity',
      'ALTER TABLE scratch.orders ALTER order_id SET INCREMENT 2 SET CYCLE',
      expect.stringMatching(/^\+ {3}order_id .* IDENTITY \(INCREMENT 2 MIN 1 MAX 9223372036854775807 START 1 CACHE 1 CYCLE\)$/),
    ],
    [
      'a sequence',
      'CREATE SEQUENCE scratch.numbers AS integer MINVALUE 5 MAXVALUE 9',
      '+   integer INCREMENT 1 MIN 5 MAX 9 START 5 CACHE 1',
    ],
    [
      'the bounds of a partition',
      `CREATE TABLE scratch.days (day date) PARTITION BY RANGE (day);
       CREATE TABLE scratch.november PARTITION OF scratch.days FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')`,
      `+   PARTITION OF days FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')`,
    ],
    ['a table that inherits', 'CREATE TABLE scratch.more () INHERITS (scratch.runs)', '+   INHERITS runs'],
    [
      'a foreign key that rests',
      'ALTER TABLE scratch.orders DISABLE TRIGGER ALL',
      '+   TRIGGER "RI_FKey_check_ins" OF CONSTRAINT orders_run_id_fkey, ENABLED: D',
    ],
    [
      'a rule that rests',
      'CREATE RULE never AS ON DELETE TO scratch.runs DO INSTEAD NOTHING; ALTER TABLE scratch.runs DISABLE RULE never',
      '+       ON DELETE TO runs DO INSTEAD NOTHING; ENABLED: D',
    ],
    ['what is told to replicas', 'ALTER TABLE scratch.runs REPLICA IDENTITY FULL', '+   REPLICA IDENTITY FULL'],
    [
      'the index that is told to replicas',
      'ALTER TABLE scratch.runs REPLICA IDENTITY USING INDEX runs_pkey',
      '+   REPLICA IDENTITY USING INDEX runs_pkey',
    ],
    [
      'the roles of a policy, by name',
      'ALTER POLICY community ON scratch.orders TO jielong_orders_owner, jielong_orders_app',
      expect.stringContaining('FOR ALL TO jielong_orders_app, jielong_orders_owner USING'),
    ],
  ])('%s', async (_what, change, line) => {
    expect(await noticed(change)).toContainEqual(line);
  });
});

it.each([
  ['type scratch.way', `CREATE TYPE scratch.way AS ENUM ('self')`],
  ['type scratch.room', 'CREATE TYPE scratch.room AS (unit text, room text)'],
  ['aggregate scratch.most(integer)', 'CREATE AGGREGATE scratch.most(integer) (SFUNC = int4larger, STYPE = integer)'],
  ['statistics object scratch.pairs', 'CREATE STATISTICS scratch.pairs ON portions, way FROM scratch.orders'],
  [
    'foreign table scratch.far',
    'CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE scratch.far () SERVER far',
  ],
])('refuses %s, of which it would say no more than its name', async (thing, change) => {
  await expect(noticed(change)).rejects.toThrow(`Not described yet: ${thing}`);
});
