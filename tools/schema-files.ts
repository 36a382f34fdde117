import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type pg from 'pg';
import { asAdmin, schemas, type Schema } from './databases.ts';
import { inRoot } from './places.ts';
import { describeSchema, differences } from './schema-text.ts';

const file = (schema: Schema) => `apps/${schema}/schema.txt`;
const opening = (schema: Schema, major: number) =>
  `What the migrations of ${schema} make, as PostgreSQL ${major} reads it back. Written by \`npm run schema\`, compared by \`npm run check\`.`;
const shown = 40;

export type Descriptions = Readonly<Record<Schema, string>>;

/** Every schema of a migrated database, as its file should be. */
export const describeSchemas = (adminUrl: string): Promise<Descriptions> =>
  asAdmin(adminUrl, async (db) => {
    const texts: [Schema, string][] = [];
    const major = await majorOf(db);
    for (const schema of schemas) texts.push([schema, `${opening(schema, major)}\n\n${await describeSchema(db, schema)}\n`]);
    return Object.fromEntries(texts) as Descriptions;
  });

/** Versions write the same definition differently. */
async function majorOf(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ major: number }>(`SELECT current_setting('server_version_num')::int / 10000 AS major`);
  return rows[0]?.major ?? 0;
}

export const committedSchemas = (): Descriptions =>
  Object.fromEntries(
    schemas.map((schema) => [schema, existsSync(inRoot(file(schema))) ? readFileSync(inRoot(file(schema)), 'utf8') : '']),
  ) as Descriptions;

/** Writes the files that differ, and names them. */
export function writeSchemas(made: Descriptions): string[] {
  const committed = committedSchemas();
  const stale = schemas.filter((schema) => made[schema] !== committed[schema]);
  for (const schema of stale) writeFileSync(inRoot(file(schema)), made[schema]);
  return stale.map(file);
}

/** A paragraph a schema that is not as it was: `said` says of which file, then what differs, shortened. */
export function schemasAmiss(before: Descriptions, made: Descriptions, said: (file: string, schema: Schema) => string): string[] {
  return schemas.flatMap((schema) => {
    const lines = differences(before[schema], made[schema]);
    const more = lines.length > shown ? [`  … and ${lines.length - shown} lines more`] : [];
    return lines.length ? [[said(file(schema), schema), ...lines.slice(0, shown), ...more].join('\n')] : [];
  });
}
