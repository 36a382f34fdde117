/**
 * Prepares the servers that an installation without `npm start` works on, however often: roles, schemas and migrations in the database
 * DATABASE_URL (an administrator's URL), the namespace with its retention and search attributes at TEMPORAL_ADDRESS. The password of each
 * database role is in a variable of its name: JIELONG_MEMBERS_APP_PASSWORD. DATA_KEYS and LOOKUP_KEYS are what the services have.
 */
import { prepareDatabase } from './databases.ts';
import { migrateAll } from './migrations.ts';
import { say, showTrouble, Trouble } from './say.ts';
import { prepareNamespace } from './temporal-namespace.ts';

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Trouble(`${name} is not set. docs/operating.md says what it is.`);
  return value;
}

const keyRings: Readonly<Record<string, string>> = { dataKeys: 'DATA_KEYS', lookupKeys: 'LOOKUP_KEYS' };
const secretOf = (name: string) => variable(keyRings[name] ?? `${name.toUpperCase()}_PASSWORD`);

async function prepare(): Promise<void> {
  const [database, temporal] = [variable('DATABASE_URL'), variable('TEMPORAL_ADDRESS')];
  const namespace = process.env['TEMPORAL_NAMESPACE'] || 'jielong';
  await prepareDatabase(database, secretOf);
  say('Roles and schemas are there');
  await migrateAll(database, secretOf);
  say('The database is up to date');
  await prepareNamespace(temporal, namespace);
  say(`The namespace ${namespace} is there, with its search attributes`);
}

await prepare().catch((error: unknown) => {
  showTrouble(error);
  process.exitCode = 1;
});
