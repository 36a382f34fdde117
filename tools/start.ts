/** `npm start`: the whole of Jielong on this machine, until Ctrl-C. */
import { build } from './build.ts';
import { endInOrder, interrupted, untilInterrupted } from './interrupt.ts';
import { lastLines } from './parts.ts';
import { wantedPort } from './ports.ts';
import { announce, claim, dataDir, dataName, release } from './running.ts';
import { loadSamples } from './samples.ts';
import { say, showTrouble, Trouble } from './say.ts';
import { samplePassphraseOf, secretsOf } from './secrets.ts';
import { systemOf, type System } from './system.ts';

async function main(): Promise<void> {
  claim();
  endInOrder();
  let lose: (trouble: Trouble) => void = () => undefined;
  const loss = new Promise<never>((_, reject) => (lose = reject));
  loss.catch(() => undefined);
  const system = systemOf({
    dataDir,
    mode: 'development',
    gatewayPort: await wantedPort('PORT', 3_000),
    uiPort: process.env['TEMPORAL_ADDRESS'] ? 0 : await wantedPort('TEMPORAL_UI_PORT', 8_233),
    say,
    onLoss: (part, how) => lose(new Trouble(`${part.name} ${how}. Everything else is stopped.\n${lastLines(part.logFile)}`)),
    databaseUrl: process.env['DATABASE_URL'] || undefined,
    temporalAddress: process.env['TEMPORAL_ADDRESS'] || undefined,
    namespace: process.env['TEMPORAL_NAMESPACE'] || undefined,
    taskQueue: process.env['TEMPORAL_TASK_QUEUE'] || undefined,
  });
  try {
    await Promise.race([serve(system.start), loss, untilInterrupted()]);
  } finally {
    const began = performance.now();
    if (interrupted.aborted) say('Stopping');
    await system.stop();
    release();
    if (interrupted.aborted) say(`Stopped in ${((performance.now() - began) / 1000).toFixed(1)} s; the data stays in ${dataName}/`);
  }
}

async function serve(start: () => Promise<System>): Promise<void> {
  say('Starting Jielong 接龙');
  await build(say);
  if (interrupted.aborted) return;
  const system = await start();
  say('All services are ready');
  const secrets = secretsOf(dataDir);
  const loaded = await loadSamples({ ...system, mode: 'development', secrets });
  if (loaded) say(loaded.split('\n').at(-1) ?? '');
  announce(system);
  show(system, samplePassphraseOf(secrets));
  await untilInterrupted();
}

function show({ gatewayUrl, temporalUi, namespace }: System, passphrase: string): void {
  process.stdout.write(`
  Jielong 接龙 is ready.

    API             ${gatewayUrl}/api
    documentation   ${gatewayUrl}/api/docs
    Temporal UI     ${temporalUi === undefined ? 'that of your own server' : `${temporalUi}/namespaces/${namespace}/workflows`}

    sample accounts sample/S001 (coordinator), sample/S003 (accountant), sample/S004 (purchaser),
                    sample/D018 (team captain), sample/D001 (gate captain), and everybody else of
                    the sample community; they work only there
    passphrase      ${passphrase}

  Try next, in another terminal:

    npm run demo                         a whole supply run, from sign-up to closed books
    npx jielong sign-in sample/S001      it asks for the passphrase
    npx jielong run list                 what is going on
    npx jielong --help                   everything the command line can do

  Logs are in ${dataName}/logs/. Ctrl-C stops everything; the data stays (npm run reset forgets it).
`);
}

try {
  await main();
} catch (error) {
  if (!interrupted.aborted) {
    showTrouble(error);
    process.exitCode = 1;
  }
}
process.exit();
