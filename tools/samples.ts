import { urlFor } from './databases.ts';
import { interrupted } from './interrupt.ts';
import { runNode } from './run.ts';
import { Trouble } from './say.ts';
import { samplePassphraseOf, type Secrets } from './secrets.ts';

const accounts = ['apps/members/dist/src/sample-accounts.js'];
const command = ['apps/cli/dist/src/main.js', 'import', 'all', 'samples', '--actor', 'sample/S001', '--yes', '--if-empty'];

export interface SamplePlace {
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  readonly mode: 'development' | 'test';
  readonly secrets: Secrets;
}

/** Loads the sample community where there is none yet, with an account for everybody in it; answers with what the import says about it. */
export async function loadSamples(place: SamplePlace): Promise<string> {
  await makeAccounts(place);
  const { output } = await inSamples(command, {
    JIELONG_URL: place.gatewayUrl,
    JIELONG_LANG: 'en',
    JIELONG_PASSPHRASE: samplePassphraseOf(place.secrets),
  });
  await makeAccounts(place); // of those whom the lists have brought
  return output.trim();
}

const makeAccounts = ({ adminUrl, mode, secrets }: SamplePlace) =>
  inSamples(accounts, {
    NODE_ENV: mode,
    DATABASE_URL: urlFor(adminUrl, secrets, 'members', 'app'),
    SAMPLE_PASSPHRASE: samplePassphraseOf(secrets),
  });

async function inSamples(command: readonly string[], env: NodeJS.ProcessEnv): Promise<{ output: string }> {
  const { code, output } = await runNode([...command], { env: { ...process.env, ...env }, signal: interrupted });
  if (code !== 0 && !interrupted.aborted) throw new Trouble(`The sample community could not be loaded from samples/:\n${output.trim()}`);
  return { output };
}
