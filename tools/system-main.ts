/**
 * A whole system with the sample community, for a test that stops parts of it. Prints one JSON line a thing: first where everything is, then an answer to each
 * command read from standard input: `stop NAME`, `kill NAME`, `start NAME`. Names are those of the services, `PostgreSQL` and `Temporal`
 * (any case). At the end of the input all is stopped and forgotten. `--durable`: PostgreSQL writes through. `--supervised`: a part that ends
 * by itself is started again, as an init system would.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { freePort } from './ports.ts';
import { placeOf } from './postgres.ts';
import { loadSamples } from './samples.ts';
import { scratchDir } from './scratch.ts';
import { services } from './services.ts';
import { systemOf, type PartName, type System } from './system.ts';
import { testSecrets } from './test-template.ts';

const { values } = parseArgs({ options: { durable: { type: 'boolean' }, supervised: { type: 'boolean' } } });
const tell = (fact: object) => process.stdout.write(`${JSON.stringify(fact)}\n`);
const names: readonly PartName[] = [...services, 'PostgreSQL', 'Temporal'];

async function obey(system: System, line: string): Promise<object> {
  const [verb = '', word = ''] = line.trim().split(/\s+/);
  const verbs: Readonly<Record<string, (name: PartName) => Promise<void>>> = {
    stop: system.stopPart,
    kill: system.killPart,
    start: system.startPart,
  };
  const name = names.find((one) => one.toLowerCase() === word.toLowerCase());
  const act = verbs[verb];
  if (!act || !name) return { failed: line, error: 'unknown command' };
  await act(name);
  return { done: line };
}

/** Starts a part again, as often as it takes; whoever ends meanwhile is in good hands already. */
function revivingOf(systemNow: () => System | undefined): (name: string) => Promise<void> {
  const reviving = new Set<string>();
  return async (lost) => {
    const [system, name] = [systemNow(), names.find((one) => one === lost)];
    if (!system || !name || reviving.has(name)) return;
    reviving.add(name);
    for (let isUp = false; !isUp && !interrupted.aborted;) {
      isUp = await system.startPart(name).then(
        () => true,
        () => system.killPart(name).then(() => false),
      );
    }
    reviving.delete(name);
    tell({ revived: name });
  };
}

const dir = scratchDir('system');
let running: System | undefined;
const revive = revivingOf(() => running);
endInOrder();
const { start, stop } = systemOf({
  ...{
    dataDir: dir,
    mode: 'test',
    gatewayPort: await freePort(),
    uiPort: await freePort(),
    secrets: testSecrets,
    durable: values.durable ?? false,
  },
  say: (line) => process.stderr.write(`${line}\n`),
  onLoss: (part, how) => {
    tell({ lost: part.name, how });
    if (values.supervised) void revive(part.name);
  },
});
try {
  await build((line) => process.stderr.write(`${line}\n`));
  const system = await start();
  running = system;
  await loadSamples({ ...system, mode: 'test', secrets: testSecrets });
  const { gatewayUrl, adminUrl, temporalAddress, namespace } = system;
  tell({ ready: true, gatewayUrl, adminUrl, temporalAddress, namespace, dataDir: dir });
  const lines = createInterface({ input: process.stdin });
  interrupted.addEventListener('abort', () => lines.close());
  for await (const line of lines) tell(await obey(system, line).catch((error: unknown) => ({ failed: line, error: String(error) })));
} catch (error) {
  tell({ failed: 'start', error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
} finally {
  await stop();
  for (const place of [placeOf(join(dir, 'postgres')), dir]) rmSync(place, { recursive: true, force: true });
}
process.exit();
