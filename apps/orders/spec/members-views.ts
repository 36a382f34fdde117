import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { membersViews } from '@jielong/members-contract';
import { fingerprintOf, guard, newCredential, tenant } from '@jielong/platform';
import { parse } from 'csv-parse/sync';
import pg from 'pg';

const samples = join(import.meta.dirname, '../../../samples');
/** A sample CSV, by its headers. */
export const sampleRows = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(samples, file)), { bom: true, columns: true, skip_empty_lines: true });
/** A file of the samples, as text. */
export const sampleText = (file: string): string => readFileSync(join(samples, file), 'utf8');

const tables = `
  CREATE TABLE ${membersViews.compounds} (${tenant}, code text, name text, gates text[]);
  CREATE TABLE ${membersViews.buildings} (${tenant}, compound text, building text, units integer, gate text, pickup_point_id uuid,
    pickup_point text);
  CREATE TABLE ${membersViews.households} (${tenant}, id uuid PRIMARY KEY DEFAULT gen_random_uuid(), compound text, building text, unit text,
    room text, pickup_point_id uuid, priority boolean, fulfilment text, masked_name text, merged_into uuid);
  CREATE TABLE ${membersViews.people} (${tenant}, id uuid DEFAULT gen_random_uuid(), code text, active boolean, roles text[], scopes text[]);
  CREATE TABLE ${membersViews.roles} (${tenant}, code text, role text, scope text, gate jsonb, building jsonb, "isCompound" boolean,
    parts jsonb DEFAULT '[]');
  CREATE TABLE ${membersViews.householdLinks} (${tenant}, link_id uuid DEFAULT gen_random_uuid(), household uuid, fingerprint bytea);
  CREATE TABLE ${membersViews.proxies} (${tenant}, household_id uuid, person text, other uuid, may_collect boolean, may_order boolean);
  CREATE TABLE ${membersViews.reveals} (${tenant}, kind text, subject text, revealed_by text);
  ${Object.values(membersViews)
    .map((view) => `${guard(view)} GRANT SELECT ON ${view} TO jielong_orders_app;`)
    .join('\n')}
  GRANT USAGE ON SCHEMA members TO jielong_orders_app;`;

const people = [
  { code: 'S001', roles: ['coordinator'] },
  { code: 'D002', roles: ['group-buy-leader'] },
  { code: 'V001', roles: ['volunteer'] },
];

/** What members publishes of the sample community, standing where its views stand: orders needs nothing else of it. */
export async function publishMembers(ownerUrl: string, community: string): Promise<void> {
  const db = new pg.Client({ connectionString: ownerUrl });
  await db.connect();
  try {
    await db.query(tables);
    await db.query(`SELECT set_config('app.community_id', $1, false)`, [community]);
    await insert(db, membersViews.compounds, 'code text, name text, gates text[]', compounds());
    await insert(db, membersViews.people, 'code text, active boolean, roles text[], scopes text[]', people.map(active));
    await insert(
      db,
      membersViews.buildings,
      'compound text, building text, units integer, gate text, pickup_point_id uuid, pickup_point text',
      buildings(),
    );
    await insert(
      db,
      membersViews.households,
      'compound text, building text, unit text, room text, pickup_point_id uuid, priority boolean, fulfilment text, masked_name text',
      households(),
    );
  } finally {
    await db.end();
  }
}

const active = (person: { code: string; roles: string[] }) => ({ ...person, active: true, scopes: person.roles.map(() => '') });

async function insert(db: pg.Client, table: string, columns: string, rows: readonly object[]): Promise<void> {
  const names = columns.split(', ').map((column) => column.split(' ')[0]);
  await db.query(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM jsonb_to_recordset($1) AS r(${columns})`, [
    JSON.stringify(rows),
  ]);
}

const compounds = () =>
  sampleRows('compounds.csv').map((row) => ({ code: row['小区代码'], name: row['小区'], gates: row['大门']?.split('、') }));

/** The same id for the same point, in every database. */
const pointId = (compound: string | undefined, gate: string | undefined): string => {
  const at = sampleRows('compounds.csv').findIndex((row) => row['小区代码'] === compound);
  return `0193a1b2-0000-7000-8000-${String(at * 10 + (gate?.codePointAt(0) ?? 0) * 1_000).padStart(12, '0')}`;
};

const buildings = () =>
  sampleRows('buildings.csv').map((row) => ({
    compound: row['小区代码'],
    building: row['楼栋'],
    units: Number(row['单元数']),
    gate: row['取货大门'],
    pickup_point_id: pointId(row['小区代码'], row['取货大门']),
    pickup_point: row['自提点'],
  }));

const households = () => {
  const points = new Map(buildings().map((row) => [`${row.compound} ${row.building}`, row.pickup_point_id]));
  return sampleRows('households.csv').map((row) => ({
    compound: row['小区代码'],
    building: row['楼栋'],
    unit: row['单元'] || null,
    room: row['房号'],
    pickup_point_id: points.get(`${row['小区代码']} ${row['楼栋']}`),
    priority: ['独居老人', '残疾', '孕产妇', '慢性病', '隔离中'].some((flag) => row[flag]),
    fulfilment: row['隔离中'] ? 'left-at-door' : row['独居老人'] || row['残疾'] ? 'to-door' : 'pick-up',
    masked_name: `${row['户主姓名']?.[0] ?? ''}**`,
  }));
};

/** Rooms of Lantian Garden with one household, as people write them: `3-2-501`. Tests take them one by one, for a household's balance spans runs. */
export async function singleRooms(admin: pg.Client, most: number): Promise<string[]> {
  const { rows } = await admin.query<{ room: string }>(
    `SELECT building || '-' || unit || '-' || room AS room FROM ${membersViews.households} WHERE compound = 'LT'
     GROUP BY building, unit, room HAVING count(*) = 1 ORDER BY building, unit, room LIMIT $1`,
    [most],
  );
  return rows.map(({ room }) => room);
}

/** Another household in the room of this one, as members adds it or splits it off. */
export async function shareRoom(admin: pg.Client, household: string): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO ${membersViews.households} (community_id, compound, building, unit, room, pickup_point_id, priority, fulfilment, masked_name)
     SELECT community_id, compound, building, unit, room, pickup_point_id, false, 'pick-up', '钱**' FROM ${membersViews.households}
     WHERE id = $1 RETURNING id`,
    [household],
  );
  return rows[0]?.id ?? '';
}

/** Members has made a link for a household; gives what opens it. */
export async function linkOf(admin: pg.Client, community: string, household: string): Promise<string> {
  const credential = newCredential(community, 'home');
  await admin.query(`INSERT INTO ${membersViews.householdLinks} (community_id, household, fingerprint) VALUES ($1, $2, $3)`, [
    community,
    household,
    fingerprintOf(credential),
  ]);
  return credential;
}

/** Members has counted and kept today why somebody sees a household's data. */
export const reasonGiven = async (admin: pg.Client, community: string, household: string, by: string): Promise<void> => {
  await admin.query(`INSERT INTO ${membersViews.reveals} (community_id, kind, subject, revealed_by) VALUES ($1, 'household', $2, $3)`, [
    community,
    household,
    by,
  ]);
};

/** Members says that a household is another one from now on. */
export const mergeInto = async (admin: pg.Client, household: string, into: string): Promise<void> => {
  await admin.query(`UPDATE ${membersViews.households} SET merged_into = $2 WHERE $1 IN (id, merged_into)`, [household, into]);
};
