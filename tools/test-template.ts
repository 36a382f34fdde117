import { asAdmin, createDatabase, prepareDatabase } from './databases.ts';
import { canMigrate, migrateAll, migrationsHash } from './migrations.ts';
import type { Secrets } from './secrets.ts';

/** Every role of a test server has it: nothing there is worth more. */
export const testPassword = 'jielong-test';
/** Every key ring of a test server is this one. */
const testKeyRing = `test:${Buffer.alloc(32, 7).toString('base64')}`;
export const testSecrets: Secrets = (name) => (name.endsWith('Keys') ? testKeyRing : testPassword);

const emptyName = 'jielong_empty';

/** Names of databases to copy for tests: `empty` has roles and schemas, `migrated` everything that the built services make. */
export interface Templates {
  readonly empty: string;
  readonly migrated: string | undefined;
}

/** Makes both once; services built anew get a template of their own. `adminUrl` names any database of the server. */
export async function prepareTemplates(adminUrl: string): Promise<Templates> {
  await prepared(adminUrl, emptyName, undefined, async (url) => prepareDatabase(url, testSecrets));
  if (!canMigrate()) return { empty: emptyName, migrated: undefined };
  const migrated = `jielong_template_${migrationsHash()}`;
  await prepared(adminUrl, migrated, emptyName, async (url) => {
    await prepareDatabase(url, testSecrets); // rights on a database are not copied with it
    await migrateAll(url, testSecrets);
  });
  return { empty: emptyName, migrated };
}

/** Under a lock, and renamed when whole: two runs on one server do not meet. */
async function prepared(adminUrl: string, name: string, template: string | undefined, fill: (url: string) => Promise<void>): Promise<void> {
  await asAdmin(adminUrl, async (db) => {
    await db.query(`SELECT pg_advisory_lock(hashtext('jielong templates'))`);
    const { rowCount } = await db.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const half = `${name}_half`;
    await db.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
    await createDatabase(adminUrl, half, template);
    await fill(databaseUrl(adminUrl, half));
    await db.query(`ALTER DATABASE ${half} RENAME TO ${name}`);
  });
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
