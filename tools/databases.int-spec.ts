import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { prepareDatabase } from './databases.ts';
import { databaseUrl, testSecrets } from './test-template.ts';

const server = process.env['TEST_POSTGRES_ADMIN_URL'] ?? '';
const name = `databases_${randomBytes(5).toString('hex')}`;
const url = () => {
  const made = new URL(databaseUrl(server, name));
  [made.username, made.password] = [name, 'another'];
  return made.href;
};

let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'another'`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
});
afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
});

it('does not take roles that another installation made, and says that a server takes one', async () => {
  const [{ major } = { major: 0 }] = (
    await admin.query<{ major: number }>(`SELECT current_setting('server_version_num')::int / 10000 AS major`)
  ).rows;
  if (major < 16) return; // there whoever may make roles may change every role
  const refused = prepareDatabase(url(), testSecrets);
  await expect(refused).rejects.toThrow(
    /another role made it.*\nOne PostgreSQL server takes one installation.*\nOnly where that installation is gone, .*drop .*GRANT/,
  );
});
