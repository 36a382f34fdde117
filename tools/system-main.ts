/**
 * A whole system for a test that stops parts of it. Prints one JSON line a thing: first where everything is, then an answer to each
 * command read from standard input: `stop NAME`, `kill NAME`, `start NAME`. Names are those of the services, `PostgreSQL` and `Temporal`
 * (any case). At the end of the input all is stopped and forgotten.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { freePort } from './ports.ts';
import { placeOf } from './postgres.ts';
import { scratchDir } from './scratch.ts';
import { services } from './services.ts';
import { systemOf, type PartName, type System } from './system.ts';
import { testSecrets } from './test-template.ts';

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

const dir = scratchDir('system');
endInOrder();
const { start, stop } = systemOf({
  ...{ dataDir: dir, mode: 'test', gatewayPort: await freePort(), uiPort: await freePort(), secrets: testSecrets },
  say: (line) => process.stderr.write(`${line}\n`),
  onLoss: (part, how) => tell({ lost: part.name, how }),
});
try {
  await build((line) => process.stderr.write(`${line}\n`));
  const system = await start();
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
