import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { inRoot, root } from './places.ts';
import { runNode } from './run.ts';
import { Trouble } from './say.ts';
import { dataKeysOf, type Secrets } from './secrets.ts';
import { asAdmin, schemas, urlFor, type Schema } from './databases.ts';

const program = (schema: Schema) => `apps/${schema}/dist/src/migrate.js`;

/** Whether every service that migrates has been built. */
export const canMigrate = (): boolean => schemas.every((schema) => existsSync(inRoot(program(schema))));

/**
 * Brings every schema up to date, where what has been built since says that it may not be. The mark stands in the database itself, so
 * that it goes where the data goes.
 */
export async function keepMigrated(adminUrl: string, secrets: Secrets): Promise<void> {
  const mark = `migrated by ${migrationsHash()}`;
  const { rows } = await asAdmin(adminUrl, (db) =>
    db.query<{ mark: string | null }>(`SELECT obj_description(oid, 'pg_namespace') AS mark FROM pg_namespace WHERE nspname = ANY ($1)`, [
      schemas,
    ]),
  );
  if (rows.length === schemas.length && rows.every((row) => row.mark === mark)) return;
  await migrateAll(adminUrl, secrets);
  for (const schema of schemas)
    await asAdmin(urlFor(adminUrl, secrets, schema, 'owner'), (db) => db.query(`COMMENT ON SCHEMA ${schema} IS '${mark}'`));
}

/** Changes with everything that the migrations are made of. */
export function migrationsHash(): string {
  const files = globSync(made, { cwd: root });
  const hash = createHash('sha256');
  for (const file of new Set(files.toSorted())) hash.update(file).update(readFileSync(inRoot(file)));
  return hash.digest('hex').slice(0, 12);
}
const made = [
  'apps/*/dist/**/*migrat*.js',
  'apps/*/dist/**/migrations/*.js',
  'libs/platform/dist/database/*.js',
  'libs/platform/dist/privacy/*.js',
  'libs/platform/dist/**/*-tables.js',
  'libs/*/contract/dist/*.js',
];

/** Brings every schema of the database up to date, each as its owner, in order. */
export async function migrateAll(adminUrl: string, secrets: Secrets, flags: readonly string[] = []): Promise<void> {
  for (const schema of schemas) await migrateOne(adminUrl, secrets, schema, flags);
}

async function migrateOne(adminUrl: string, secrets: Secrets, schema: Schema, flags: readonly string[]): Promise<void> {
  const database = { MIGRATION_DATABASE_URL: urlFor(adminUrl, secrets, schema, 'owner') };
  const env = { ...process.env, NODE_ENV: 'development', ...database, ...dataKeysOf(secrets) };
  const { code, output } = await runNode([program(schema), ...flags], { env });
  if (code !== 0) throw new Trouble(`The migrations of ${schema} failed${flags.length ? ` (${flags.join(' ')})` : ''}:\n${output.trim()}`);
}
