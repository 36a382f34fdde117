import { randomUUID } from 'node:crypto';
import pg from 'pg';

export type Schema = 'members' | 'orders' | 'logistics' | 'gateway';
export type Right = 'owner' | 'app';

/** A database for one test file, as on a new machine. */
export interface TestDatabase {
  readonly name: string;
  /** The server's administrator: for invariants, and to look behind row-level security. */
  readonly adminUrl: string;
  /** URL of a service: the application as which it works, or the owner that migrates. */
  url(schema: Schema, right?: Right): string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * Makes a database. `migrated` (the default) has what the built services' migrations make; `empty` has the roles and schemas only, for
 * a test that runs migrations of its own.
 */
export async function testDatabase(kind: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const server = needed('TEST_POSTGRES_ADMIN_URL');
  const template = kind === 'empty' ? needed('TEST_EMPTY_DATABASE') : needed('TEST_MIGRATED_DATABASE');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    name,
    adminUrl: urlOf(server, name),
    url: (schema, right = 'app') => urlOf(server, name, `jielong_${schema}_${right}`),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Where the test's Temporal server is; every test file brings its own task queue. */
export const testTemporal = (): { readonly address: string; readonly namespace: string } => ({
  address: needed('TEST_TEMPORAL_ADDRESS'),
  namespace: needed('TEST_TEMPORAL_NAMESPACE'),
});

async function onServer(url: string, sql: string): Promise<void> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await db.query(sql);
  } finally {
    await db.end();
  }
}

function urlOf(server: string, database: string, user?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (user !== undefined) [url.username, url.password] = [user, needed('TEST_ROLE_PASSWORD')];
  return url.href;
}

function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  const hint = name === 'TEST_MIGRATED_DATABASE' ? 'Build the services first: npm run build.' : 'Run it by: npm run test:int -- <file>';
  throw new Error(`${name} is not set. ${hint}`);
}
