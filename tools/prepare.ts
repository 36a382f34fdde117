/**
 * Prepares the servers that an installation without `npm start` works on, however often: roles, schemas and migrations in the database
 * DATABASE_URL (an administrator's URL), the namespace with its retention and search attributes at TEMPORAL_ADDRESS. The password of each
 * database role is in a variable of its name: JIELONG_MEMBERS_APP_PASSWORD. DATA_KEYS and LOOKUP_KEYS are what the services have.
 */
import { prepareDatabase } from './databases.ts';
import { migrateAll } from './migrations.ts';
import { say, showTrouble } from './say.ts';
import { secretsInVariables, variable } from './secrets.ts';
import { prepareNamespace } from './temporal-namespace.ts';

async function prepare(): Promise<void> {
  const [database, temporal] = [variable('DATABASE_URL'), variable('TEMPORAL_ADDRESS')];
  const namespace = process.env['TEMPORAL_NAMESPACE'] || 'jielong';
  await prepareDatabase(database, secretsInVariables);
  say('Roles and schemas are there');
  await migrateAll(database, secretsInVariables);
  say('The database is up to date');
  await prepareNamespace(temporal, namespace);
  say(`The namespace ${namespace} is there, with its search attributes`);
}

await prepare().catch((error: unknown) => {
  showTrouble(error);
  process.exitCode = 1;
});
