/**
 * `npm run demo [-- --json]`: one day of the sample community through the public API, against the system that runs (`npm start`, or
 * JIELONG_URL), or else against one that is started for it on the same data. With `--json` standard output carries one object, last.
 */
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { lastLines } from './parts.ts';
import { wantedPort } from './ports.ts';
import { run } from './run.ts';
import { announce, claim, dataDir, dataName, release, running, type Running } from './running.ts';
import { loadSamples } from './samples.ts';
import { elapsed, say as sayOut, showTrouble, Trouble } from './say.ts';
import { samplePassphraseOf, secretsOf } from './secrets.ts';
import { systemOf } from './system.ts';
import { until } from './wait.ts';

const args = process.argv.slice(2);
const say = args.includes('--json') ? (line: string) => void process.stderr.write(`${elapsed().padStart(8)}  ${line}\n`) : sayOut;
const startsMs = 300_000;

/** Where a system runs that is not ours to stop. */
async function found(): Promise<Running | undefined> {
  const url = process.env['JIELONG_URL'];
  if (url) {
    const isThere = await fetch(new URL('/health/ready', url)).catch(() => undefined);
    if (!isThere) throw new Trouble(`JIELONG_URL ${url} does not answer. Run npm start there first, or leave the variable out.`);
    return { pid: 0, gatewayUrl: url };
  }
  if (!running()) return undefined;
  await until('The Jielong that starts just now', async () => !running() || running()?.gatewayUrl !== undefined, startsMs);
  return running();
}

/** Plays the day; its own exit code is ours. */
async function play({ gatewayUrl = '', temporalUi, namespace }: Running): Promise<void> {
  const env = {
    ...process.env,
    JIELONG_URL: gatewayUrl,
    JIELONG_PASSPHRASE: process.env['JIELONG_PASSPHRASE'] ?? samplePassphraseOf(secretsOf(dataDir)),
    ...(temporalUi ? { TEMPORAL_UI_ORIGIN: temporalUi } : {}),
    ...(namespace ? { TEMPORAL_NAMESPACE: namespace } : {}),
  };
  const { code } = await run(process.execPath, ['apps/e2e/dist/src/demo.js', ...args], { env, show: true, signal: interrupted });
  process.exitCode = code;
}

async function playOnOwn(): Promise<void> {
  claim();
  let lose: (trouble: Trouble) => void = () => undefined;
  const loss = new Promise<never>((_, reject) => (lose = reject));
  loss.catch(() => undefined);
  const { start, stop } = systemOf({
    ...{
      dataDir,
      mode: 'development',
      say,
      gatewayPort: await wantedPort('PORT', 3_000),
      uiPort: await uiPort(),
    },
    ...{ databaseUrl: process.env['DATABASE_URL'] || undefined, temporalAddress: process.env['TEMPORAL_ADDRESS'] || undefined },
    ...{ namespace: process.env['TEMPORAL_NAMESPACE'] || undefined, taskQueue: process.env['TEMPORAL_TASK_QUEUE'] || undefined },
    onLoss: (part, how) => lose(new Trouble(`${part.name} ${how}. Everything else is stopped.\n${lastLines(part.logFile)}`)),
  });
  try {
    await Promise.race([loss, playOnce(start)]);
  } finally {
    await stop();
    release();
    say(`Stopped; the run stays in ${dataName}/: \`npm start\` shows it`);
  }
}

const uiPort = async () => (process.env['TEMPORAL_ADDRESS'] ? 0 : wantedPort('TEMPORAL_UI_PORT', 8_233));

async function playOnce(start: ReturnType<typeof systemOf>['start']): Promise<void> {
  const system = await start();
  await loadSamples({ ...system, mode: 'development', secrets: secretsOf(dataDir) });
  const facts = { pid: process.pid, ...system };
  announce(facts);
  await play(facts);
}

endInOrder();
try {
  const there = await found();
  await build(say);
  if (there) await play(there);
  else await playOnOwn();
} catch (error) {
  if (!interrupted.aborted) showTrouble(error);
  process.exitCode = 1;
}
process.exit();
