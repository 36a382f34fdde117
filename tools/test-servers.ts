/** `node tools/test-servers.ts up|down`: a PostgreSQL and a Temporal for integration tests that stay between runs. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrlIn } from './databases.ts';
import { inRoot } from './places.ts';
import { lastLines } from './parts.ts';
import { placeOf, startPostgres } from './postgres.ts';
import { freePort } from './ports.ts';
import { say, showTrouble, Trouble } from './say.ts';
import { scratchDir } from './scratch.ts';
import { isAlive } from './signals.ts';
import { findTemporal } from './temporal-binary.ts';
import { prepareNamespace } from './temporal-namespace.ts';
import { startTemporal } from './temporal-server.ts';
import { testPassword } from './test-template.ts';
import { until } from './wait.ts';

export interface TestServers {
  /** The administrator's URL of the server's own database; tests make databases of their own. */
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  readonly temporalUi: string;
  /** One for integration tests, one for the journeys' system. */
  readonly namespaces: { readonly integration: string; readonly journeys: string };
}

const namespaces = { integration: 'jielong-int', journeys: 'jielong' } as const;
const file = inRoot('.cache/test-servers.json');
const log = inRoot('.cache/test-servers.log');

/** Starts both on free ports with data of their own; JIELONG_TEST_DATABASE_URL names a PostgreSQL to use instead. */
export async function startTestServers(): Promise<TestServers & { stop(): Promise<void> }> {
  const dir = scratchDir('test');
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((one) => one()));
    for (const place of [placeOf(join(dir, 'postgres')), dir]) rmSync(place, { recursive: true, force: true });
  };
  try {
    const [postgresUrl, temporal] = await Promise.all([postgresIn(dir, stops), temporalIn(dir, stops)]);
    return { postgresUrl, ...temporal, namespaces, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function postgresIn(dir: string, stops: (() => Promise<void>)[]): Promise<string> {
  const given = process.env['JIELONG_TEST_DATABASE_URL'];
  if (given) return notTheRealOne(databaseUrlIn('JIELONG_TEST_DATABASE_URL', given).href);
  const { part, url } = await startPostgres({
    dir: join(dir, 'postgres'),
    port: await freePort(),
    password: testPassword,
    logFile: join(dir, 'postgres.log'),
    durable: false,
  });
  stops.push(part.stop);
  return url('postgres');
}

/** Roles belong to a whole server: tests on the real one would change the passwords that its services use. */
function notTheRealOne(url: string): string {
  const real = process.env['DATABASE_URL'];
  if (!real || databaseUrlIn('DATABASE_URL', real).host !== new URL(url).host) return url;
  throw new Trouble(
    'JIELONG_TEST_DATABASE_URL names the same server as DATABASE_URL. Tests need a server of their own: leave it out, and one is started.',
  );
}

async function temporalIn(dir: string, stops: (() => Promise<void>)[]): Promise<Pick<TestServers, 'temporalAddress' | 'temporalUi'>> {
  const { part, address, uiUrl } = await startTemporal({
    binary: await findTemporal(say),
    dbFile: join(dir, 'temporal.db'),
    port: await freePort(),
    uiPort: await freePort(),
    logFile: join(dir, 'temporal.log'),
    namespaces: Object.values(namespaces),
    forTests: true,
  });
  stops.push(part.stop);
  for (const namespace of Object.values(namespaces)) await prepareNamespace(address, namespace);
  return { temporalAddress: address, temporalUi: uiUrl };
}

/** Servers that `up` has started and that still run. */
export function runningTestServers(): (TestServers & { pid: number }) | undefined {
  if (!existsSync(file)) return undefined;
  const servers = JSON.parse(readFileSync(file, 'utf8')) as TestServers & { pid: number };
  return isAlive(servers.pid) ? servers : undefined;
}

async function serve(): Promise<void> {
  const { stop, ...servers } = await startTestServers();
  writeFileSync(`${file}.new`, `${JSON.stringify({ pid: process.pid, ...servers }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  const hold = setInterval(() => undefined, 60_000);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      clearInterval(hold);
      rmSync(file, { force: true });
      void stop();
    });
  }
}

async function up(): Promise<void> {
  if (!runningTestServers()) {
    rmSync(file, { force: true });
    mkdirSync(inRoot('.cache'), { recursive: true });
    const output = openSync(log, 'w');
    const child = spawn(process.execPath, [import.meta.filename, 'serve'], { detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    child.unref();
    let ended = false;
    child.once('exit', () => (ended = true));
    await until('The test servers', async () => ended || runningTestServers() !== undefined, 1_200_000);
    if (ended) throw new Trouble(`The test servers did not start:\n${lastLines(log)}`);
  }
  process.stdout.write(readFileSync(file, 'utf8'));
}

async function down(): Promise<void> {
  const servers = runningTestServers();
  if (!servers) return;
  process.kill(servers.pid, 'SIGTERM');
  await until('The end of the test servers', async () => !isAlive(servers.pid), 20_000);
}

const commands: Readonly<Record<string, () => Promise<void>>> = { up, down, serve };
if (import.meta.main) {
  const command = commands[process.argv[2] ?? ''];
  if (command) await command().catch((error: unknown) => (showTrouble(error), (process.exitCode = 1)));
  else showTrouble(new Trouble('Say up or down.'));
}
