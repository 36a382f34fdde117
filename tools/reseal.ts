/**
 * `npm run reseal`: seals all personal data with the first of DATA_KEYS, and makes its look-ups with the first of LOOKUP_KEYS, in every service; safe
 * to interrupt and to run again. With DATABASE_URL (an administrator's URL) that server, with passwords and keys in variables, as for prepare.ts;
 * otherwise what `npm start` runs, with the keys of its secrets.json.
 */
import { urlFor, type Schema } from './databases.ts';
import { databaseOfStart } from './system.ts';
import { runNode } from './run.ts';
import { dataDir, running } from './running.ts';
import { showTrouble, Trouble } from './say.ts';
import { dataKeysOf, secretsInVariables, secretsOf, type Secrets } from './secrets.ts';

/** The gateway's has nothing of anybody in it. */
const schemas: readonly Schema[] = ['members', 'orders', 'logistics'];

async function resealAll(adminUrl: string, secrets: Secrets): Promise<number> {
  let worst = 0;
  for (const schema of schemas) {
    const database = { MIGRATION_DATABASE_URL: urlFor(adminUrl, secrets, schema, 'owner') };
    const env = { ...process.env, ...database, ...dataKeysOf(secrets) };
    const { code } = await runNode([`apps/${schema}/dist/src/reseal.js`], { env, show: true });
    worst = Math.max(worst, code);
  }
  return worst;
}

function ofStart(): Promise<number> {
  if (!running()) throw new Trouble('Jielong does not run. Start it with `npm start`, or name a server: DATABASE_URL=postgres://…');
  const secrets = secretsOf(dataDir);
  return resealAll(databaseOfStart(dataDir, secrets), secrets);
}

try {
  const url = process.env['DATABASE_URL'];
  process.exitCode = await (url ? resealAll(url, secretsInVariables) : ofStart());
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
}
