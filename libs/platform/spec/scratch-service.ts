import { randomBytes } from 'node:crypto';
import { testDataKeys, testJwksUrl, testKeys } from '@jielong/testing';
import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { auditAddresses, auditSessions, auditTables, dropAuditTables } from '../audit/audit-tables.js';
import { dataSourceOptions } from '../database/database.module.js';
import { dropLadderColumns, dropMechanismTables, ladderColumns, mechanismTables } from '../database/mechanism-tables.js';
import { migrate } from '../database/migrate.js';
import { grant, guard, publish, tenant } from '../database/tenant.js';
import { keepKeys } from '../privacy/data-keys.js';
import { sealMechanisms } from '../privacy/sealed-mechanisms.js';

/** What the endpoints of the tests name. */
export const scratchPermissions = {
  'orders.read': ['coordinator'],
  'orders.place': ['coordinator'],
  'step.confirmLoading': ['coordinator', 'team-captain'],
  'steps.read': ['coordinator'],
  'processes.read': ['coordinator'],
  'processes.resume': ['coordinator'],
} as const;

/** A service's database for one test file: its own owner, its own application role, the mechanisms' tables and two of its own. */
export interface ScratchService {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** As the application. */
  readonly db: DataSource;
  /** As the server's administrator. */
  administer(sql: string): Promise<void>;
  drop(): Promise<void>;
}

/** The environment of an application on it; there is no Temporal at the address. */
export const scratchEnv = ({ appUrl }: Pick<ScratchService, 'appUrl'>) => ({
  ...{ NODE_ENV: 'test', PORT: '0', DATABASE_URL: appUrl, TEMPORAL_ADDRESS: '127.0.0.1:9', LOG_LEVEL: 'silent' },
  ...testKeys,
  JWKS_URL: testJwksUrl,
});

const adminUrl = () => {
  const url = process.env.TEST_POSTGRES_ADMIN_URL;
  if (!url) throw new Error('TEST_POSTGRES_ADMIN_URL names no PostgreSQL server');
  return url;
};

const asAdmin = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const admin = new pg.Client(url);
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
};
const withName = (url: string, path: string, user: string): string => {
  const made = new URL(url);
  made.pathname = `/${path}`;
  made.username = user;
  made.password = 'scratch';
  return made.href;
};

export async function scratchService(): Promise<ScratchService> {
  const name = `scratch_${randomBytes(5).toString('hex')}`;
  const [owner, app] = [`${name}_owner`, `${name}_app`];
  const admin = adminUrl();
  await asAdmin(
    admin,
    `CREATE ROLE ${owner} LOGIN PASSWORD 'scratch'`,
    `CREATE ROLE ${app} LOGIN PASSWORD 'scratch'`,
    `CREATE DATABASE ${name} OWNER ${owner}`,
  );
  const ownerUrl = withName(admin, name, owner);
  const appUrl = withName(admin, name, app);
  await migrate({ schema: 'scratch', migrations: [migrationFor(app)] }, ownerUrl);
  const db = await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: appUrl, DATABASE_POOL: 10 })).initialize();
  keepKeys(db, testDataKeys);
  const drop = async () => {
    if (db.isInitialized) await db.destroy();
    await asAdmin(admin, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${owner}`, `DROP ROLE ${app}`);
  };
  return { ownerUrl, appUrl, db, administer: (sql) => asAdmin(admin, sql), drop };
}

export const migrationFor = (app: string): new () => MigrationInterface =>
  class First1700000000000 implements MigrationInterface {
    async up(db: QueryRunner): Promise<void> {
      await db.query(mechanismTables(app) + ladderColumns(app) + auditTables(app) + auditSessions + auditAddresses);
      await sealMechanisms(db);
      await db.query(`
        CREATE TABLE orders (${tenant}, order_id text NOT NULL, portions integer NOT NULL CHECK (portions > 0), PRIMARY KEY (community_id, order_id));
        CREATE TABLE people (${tenant}, code text NOT NULL, active boolean NOT NULL, roles text[] NOT NULL, PRIMARY KEY (community_id, code));
        ${guard('orders')} ${grant('orders', 'INSERT, UPDATE', app)}
        ${guard('people')} ${grant('people', 'INSERT, UPDATE', app)}
        ${publish('scratch.published_people_v1', 'SELECT community_id, code, active, roles FROM people', [app])}
      `);
    }

    async down(db: QueryRunner): Promise<void> {
      await db.query(
        `DROP VIEW published_people_v1; DROP TABLE orders, people; ${dropAuditTables} ${dropLadderColumns} ${dropMechanismTables}`,
      );
    }
  };
