import { interrupted } from './interrupt.ts';
import { runNode } from './run.ts';
import { Trouble } from './say.ts';

const command = ['apps/cli/dist/src/main.js', 'import', 'all', 'samples', '--actor', 'sample/S001', '--yes', '--if-empty'];

/** Loads the sample community where there is none yet; answers with what the command says about it. */
export async function loadSamples(gatewayUrl: string): Promise<string> {
  const { code, output } = await runNode(command, {
    env: { ...process.env, JIELONG_URL: gatewayUrl, JIELONG_LANG: 'en' },
    signal: interrupted,
  });
  if (code !== 0 && !interrupted.aborted) throw new Trouble(`The sample community could not be loaded from samples/:\n${output.trim()}`);
  return output.trim();
}
