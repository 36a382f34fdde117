import type { Type } from '@nestjs/common';
import { DataSource, type MigrationInterface } from 'typeorm';
import { z } from 'zod';
import { keyRingSchema } from '../config/key-ring.js';
import { ConfigError, readConfig } from '../config/read-config.js';
import { type DataKeys, keepKeys } from '../privacy/data-keys.js';

export interface MigrationsOf {
  readonly schema: string;
  readonly migrations: readonly Type<MigrationInterface>[];
}
/** Where a service's schema is, for its owner. */
export const ownerUrlSchema = z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://owner:password@host:port/database' });
/** A migration that seals what is there needs the keys; others, and one of an empty database, do not. */
const configSchema = z.object({
  MIGRATION_DATABASE_URL: ownerUrlSchema,
  DATA_KEYS: keyRingSchema.optional(),
  LOOKUP_KEYS: keyRingSchema.optional(),
});

/**
 * The whole of a service's `src/migrate.ts`: brings its schema up to date as its owner. `--down-up` takes every migration back and applies
 * it again. Sets the exit code, 0 or 1.
 */
export async function runMigrations(of: MigrationsOf, flags: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    const { MIGRATION_DATABASE_URL, DATA_KEYS: data, LOOKUP_KEYS: lookup } = readConfig(configSchema);
    const keys = data && lookup ? { data, lookup } : undefined;
    process.stdout.write(`${of.schema}: ${await migrate(of, MIGRATION_DATABASE_URL, flags, keys)}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${of.schema}: ${error instanceof Error && !(error instanceof ConfigError) ? error.stack : String(error)}\n`);
  }
}

/** The same for tests, with a URL; says what was done, throws where the command would fail. */
export async function migrate(of: MigrationsOf, url: string, flags: readonly string[] = [], keys?: DataKeys): Promise<string> {
  const db = await new DataSource({
    type: 'postgres',
    url,
    migrations: [...of.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: `jielong-${of.schema}-migrations`,
    extra: { options: `-c search_path=${of.schema},public` },
  }).initialize();
  if (keys) keepKeys(db, keys);
  try {
    return await alone(db, of.schema, () => act(db, flags));
  } finally {
    await db.destroy();
  }
}

/** Two that start at once go one after the other. */
async function alone<T>(db: DataSource, schema: string, work: () => Promise<T>): Promise<T> {
  const lock = db.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtext($1))', [`jielong migrations ${schema}`]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`).catch(() => undefined); // an owner without CREATE has been given one
    return await work();
  } finally {
    await lock.query('SELECT pg_advisory_unlock_all()').finally(() => lock.release());
  }
}

async function act(db: DataSource, flags: readonly string[]): Promise<string> {
  const applied = await db.runMigrations();
  if (flags.includes('--down-up')) await downAndUp(db);
  return applied.length ? applied.map(({ name }) => name).join(', ') : 'up to date';
}

async function downAndUp(db: DataSource): Promise<void> {
  for (let taken = 0; taken < db.migrations.length; taken += 1) await db.undoLastMigration();
  await db.runMigrations();
}
