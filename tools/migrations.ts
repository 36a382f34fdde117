import { existsSync } from 'node:fs';
import { inRoot } from './places.ts';
import { runNode } from './run.ts';
import { Trouble } from './say.ts';
import type { Secrets } from './secrets.ts';
import { schemas, urlFor, type Schema } from './databases.ts';

const program = (schema: Schema) => `apps/${schema}/dist/src/migrate.js`;

/** Whether every service that migrates has been built. */
export const canMigrate = (): boolean => schemas.every((schema) => existsSync(inRoot(program(schema))));

/** Brings every schema of the database up to date, each as its owner, in order. */
export async function migrateAll(adminUrl: string, secrets: Secrets, flags: readonly string[] = []): Promise<void> {
  for (const schema of schemas) await migrateOne(adminUrl, secrets, schema, flags);
}

async function migrateOne(adminUrl: string, secrets: Secrets, schema: Schema, flags: readonly string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'development', MIGRATION_DATABASE_URL: urlFor(adminUrl, secrets, schema, 'owner') };
  const { code, output } = await runNode([program(schema), ...flags], { env });
  if (code !== 0) throw new Trouble(`The migrations of ${schema} failed${flags.length ? ` (${flags.join(' ')})` : ''}:\n${output.trim()}`);
}
