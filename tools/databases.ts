import pg from 'pg';
import { Trouble } from './say.ts';
import type { Secrets } from './secrets.ts';

/** Services with a schema, in the order in which their migrations go: later ones grant and read what earlier ones publish. */
export const schemas = ['members', 'orders', 'logistics', 'gateway'] as const;
export type Schema = (typeof schemas)[number];
type Right = 'owner' | 'app';

const roleOf = (schema: Schema, right: Right) => `jielong_${schema}_${right}`;
const roles = schemas.flatMap((schema) => [roleOf(schema, 'owner'), roleOf(schema, 'app')]);

/** URL of a database for a service: as the application, or as the owner that migrates. */
export function urlFor(adminUrl: string, secrets: Secrets, schema: Schema, right: Right): string {
  const url = new URL(adminUrl);
  url.username = roleOf(schema, right);
  url.password = secrets(url.username);
  return url.href;
}

/** The URL of a database, or a message that names the variable. */
export function databaseUrlIn(variable: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return url;
  throw new Trouble(`${variable} is not the address of a PostgreSQL database, such as postgres://role:password@127.0.0.1:5432/jielong.`);
}

export async function asAdmin<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  db.on('error', () => undefined);
  try {
    await db.connect().catch((error: unknown) => {
      throw new Trouble(
        `PostgreSQL at ${hostOf(url)} cannot be used: ${error instanceof Error ? error.message || String(error) : String(error)}`,
      );
    });
    return await work(db);
  } finally {
    await db.end();
  }
}

const hostOf = (url: string) => `${new URL(url).host}${new URL(url).pathname}`;

/** Makes the database where it is not there yet. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await asAdmin(adminUrl, async (db) => {
    const { rowCount } = await db.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount)
      await db.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}${template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : ''}`);
  });
}

/** Roles and schemas of every service in the database of `url`, however often: an owner that migrates, an application that works. */
export async function prepareDatabase(url: string, secrets: Secrets): Promise<void> {
  await asAdmin(url, async (db) => {
    await mayPrepare(db, url);
    await db.query('BEGIN');
    await db.query(`SELECT pg_advisory_xact_lock(hashtext('jielong roles'))`);
    for (const role of roles) await keepRole(db, role, secrets(role));
    await keepOthersOut(db);
    for (const schema of schemas) await keepSchema(db, schema);
    await keepExtension(db);
    await db.query('COMMIT');
  });
}

async function mayPrepare(db: pg.Client, url: string): Promise<void> {
  const { rows } = await db.query<{ name: string; role: string; creates: boolean; roles: boolean }>(
    `SELECT current_database() AS name, current_user AS role, has_database_privilege(current_database(), 'CREATE') AS creates,
            (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS roles`,
  );
  const [found] = rows;
  if (!found || (found.creates && found.roles)) return;
  const grants = [
    ...(found.creates ? [] : [`GRANT CREATE ON DATABASE ${pg.escapeIdentifier(found.name)} TO ${pg.escapeIdentifier(found.role)};`]),
    ...(found.roles ? [] : [`ALTER ROLE ${pg.escapeIdentifier(found.role)} CREATEROLE;`]),
  ];
  throw new Trouble(
    `The role ${found.role} may not prepare the database ${hostOf(url)}: it makes a schema and two roles for each service, and needs CREATE on the database and CREATEROLE.
Let an administrator of that server run, and start again:
  ${grants.join('\n  ')}`,
  );
}

async function keepRole(db: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await db.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const keep = db.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN NOINHERIT PASSWORD ${pg.escapeLiteral(password)}`);
  await keep.catch((error: unknown) => {
    throw rowCount && isForbidden(error) ? notOurRole(role) : error;
  });
}

const isForbidden = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '42501';
const notOurRole = (role: string) =>
  new Trouble(
    `The role ${role} is on that server already, and another role made it: its password is not ours to set.
One PostgreSQL server takes one installation of Jielong, because roles belong to the whole server: use the DATABASE_URL of the installation that made it, or another server.
Only where that installation is gone, let an administrator of that server drop its jielong_ roles, or run \`GRANT ${role} TO <the role in DATABASE_URL> WITH ADMIN OPTION\` for each of them.`,
  );

async function keepOthersOut(db: pg.Client): Promise<void> {
  const { rows } = await db.query<{ name: string; mine: boolean; major: number }>(
    `SELECT datname AS name, pg_has_role(datdba, 'MEMBER') AS mine, current_setting('server_version_num')::int / 10000 AS major
       FROM pg_database WHERE datname = current_database()`,
  );
  const { name = '', mine = false, major = 0 } = rows[0] ?? {};
  // Without superuser, making a schema for another role asks for membership in it.
  for (const schema of schemas)
    await db.query(`GRANT ${roleOf(schema, 'owner')} TO CURRENT_USER${major >= 16 ? ' WITH INHERIT FALSE, SET TRUE' : ''}`);
  if (!mine) return;
  await db.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
  await db.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(name)} TO ${roles.join(', ')}`);
}

/** Constraints against overlapping days are made with it. */
async function keepExtension(db: pg.Client): Promise<void> {
  await db.query('CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public').catch((error: unknown) => {
    throw error instanceof pg.DatabaseError && error.code === '0A000' ? noExtension : error;
  });
}

const noExtension = new Trouble(
  'PostgreSQL has no extension btree_gist. It comes with PostgreSQL itself; where it is packaged apart, install that package (postgresql-contrib) on the server.',
);

async function keepSchema(db: pg.Client, schema: Schema): Promise<void> {
  await db.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${roleOf(schema, 'owner')}`);
  await db.query(`SET LOCAL ROLE ${roleOf(schema, 'owner')}`); // its owner says who comes in, whoever we are
  await db.query(`REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC`);
  await db.query(`GRANT USAGE ON SCHEMA ${schema} TO ${roleOf(schema, 'app')}`);
  await db.query('RESET ROLE');
}
