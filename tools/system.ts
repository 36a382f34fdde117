import { globSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Crew } from './crew.ts';
import { createDatabase, databaseUrlIn, prepareDatabase } from './databases.ts';
import { keepMigrated } from './migrations.ts';
import { ready, startPart, type Part } from './parts.ts';
import { inRoot, root } from './places.ts';
import { remembered, stablePorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { Trouble } from './say.ts';
import { secretsOf, type Secrets } from './secrets.ts';
import { entryOf, environmentOf, services, type Service, type Surroundings } from './services.ts';
import { findTemporal } from './temporal-binary.ts';
import { prepareNamespace } from './temporal-namespace.ts';
import { startTemporal, type TemporalOptions } from './temporal-server.ts';

export interface SystemOptions {
  /** Data, logs, secrets and ports live here. */
  readonly dataDir: string;
  readonly mode: 'development' | 'test';
  readonly gatewayPort: number;
  readonly uiPort: number;
  readonly say: (line: string) => void;
  /** A part ended by itself. */
  readonly onLoss: (part: Part, how: string) => void;
  /** Servers that exist already: an administrator's URL of the database to use, and an address. */
  readonly databaseUrl?: string | undefined;
  readonly temporalAddress?: string | undefined;
  readonly namespace?: string | undefined;
  readonly taskQueue?: string | undefined;
  readonly secrets?: Secrets;
  /** Whether PostgreSQL keeps every promise through a power cut; by default in development only. */
  readonly durable?: boolean;
}

export type PartName = Service | 'PostgreSQL' | 'Temporal';

/** The whole of Jielong, running. */
export interface System {
  readonly dataDir: string;
  readonly gatewayUrl: string;
  /** The administrator's URL of the database. */
  readonly adminUrl: string;
  readonly temporalAddress: string;
  readonly temporalUi: string | undefined;
  readonly namespace: string;
  /** Stops one part in order, or ends it as a power cut would. */
  stopPart(name: PartName): Promise<void>;
  killPart(name: PartName): Promise<void>;
  /** Starts one part again, on its port and data, and waits until it is ready. */
  startPart(name: PartName): Promise<void>;
}

const database = 'jielong';
const readyMs = 90_000;

/** Brings servers, schemas and services up, each as early as it can be; `stop` ends what has been started so far, at any time. */
export function systemOf(options: SystemOptions): { start(): Promise<System>; stop(): Promise<void> } {
  const crew = new Crew(options.onLoss);
  return {
    start: () => start(options, crew),
    stop: async () => {
      crew.close();
      await crew.stop('gateway');
      await crew.stop(...services);
      await crew.stop('PostgreSQL', 'Temporal');
    },
  };
}

async function start(options: SystemOptions, crew: Crew): Promise<System> {
  const { dataDir, say, secrets = secretsOf(dataDir), namespace = 'jielong', taskQueue = 'jielong' } = options;
  mkdirSync(dataDir, { recursive: true });
  setLogsAside(join(dataDir, 'logs'));
  const inner = await stablePorts(portsIn(dataDir), ['postgres', 'temporal', 'members', 'orders', 'logistics', 'workflows']);
  const ports = { ...inner, gateway: options.gatewayPort, ui: options.uiPort };
  const starters = startersOf(options, ports, namespace, secrets, crew);
  const [adminUrl, temporal] = await Promise.all([
    databaseOf(options, ports.postgres, secrets, starters),
    temporalOf(options, starters, ports),
  ]);
  if (options.temporalAddress !== undefined) await prepareNamespace(temporal.address, namespace);
  const surroundings: Surroundings = {
    ...{ mode: options.mode, ports, adminUrl, secrets, namespace, taskQueue },
    ...{ temporalAddress: temporal.address, uiUrl: temporal.uiUrl },
  };
  say('Starting the services');
  const startService = (service: Service) => serviceOf(service, surroundings, dataDir, crew);
  await Promise.all(services.map(startService));
  const all: Readonly<Record<PartName, () => Promise<unknown>>> = {
    ...starters,
    ...(Object.fromEntries(services.map((service) => [service, () => startService(service)])) as Record<Service, () => Promise<void>>),
  };
  return {
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    ...{ dataDir, adminUrl, namespace, temporalAddress: temporal.address, temporalUi: temporal.uiUrl },
    stopPart: crew.stop,
    killPart: crew.kill,
    startPart: async (name) => {
      await all[name]();
    },
  };
}

/** Each start has logs of its own; those of the one before stay beside them. */
function setLogsAside(logs: string): void {
  for (const file of globSync(join(logs, '*.log'))) renameSync(file, `${file}.old`);
}

type Starters = Readonly<Record<'PostgreSQL' | 'Temporal', () => Promise<{ part: Part }>>>;
type Ports = Readonly<Record<Service | 'postgres' | 'temporal' | 'ui', number>>;

function startersOf(
  { dataDir, mode, say, durable = mode === 'development' }: SystemOptions,
  ports: Ports,
  namespace: string,
  secrets: Secrets,
  crew: Crew,
): Starters {
  const forTests = mode === 'test';
  const postgres = {
    ...{ dir: join(dataDir, 'postgres'), port: ports.postgres, password: secrets('postgres') },
    ...{ logFile: join(dataDir, 'logs', 'postgres.log'), durable },
  };
  const temporal: Omit<TemporalOptions, 'binary'> = {
    ...{ dbFile: join(dataDir, 'temporal', 'temporal.db'), port: ports.temporal, uiPort: ports.ui, namespaces: [namespace], forTests },
    ...{ logFile: join(dataDir, 'logs', 'temporal.log'), codecEndpoint: `http://127.0.0.1:${ports.gateway}/api/codec` },
  };
  const taken = async <T extends { part: Part }>(server: T): Promise<T> => {
    await crew.add(server.part);
    return server;
  };
  return {
    PostgreSQL: async () => taken(await startPostgres(postgres)),
    Temporal: async () => {
      const server = await taken(await startTemporal({ ...temporal, binary: await findTemporal(say) }));
      await prepareNamespace(server.address, namespace); // its store may have been lost
      return server;
    },
  };
}

const portsIn = (dataDir: string) => join(dataDir, 'ports.json');
const ownDatabase = (secrets: Secrets, port: number): string =>
  `postgres://jielong_admin:${secrets('postgres')}@127.0.0.1:${port}/${database}`;

/** The administrator's URL of what `npm start` runs in a data folder. */
export const databaseOfStart = (dataDir: string, secrets: Secrets): string =>
  ownDatabase(secrets, remembered(portsIn(dataDir)).postgres ?? 0);

/** A database with everybody's schema, up to date; answers with the administrator's URL of it. */
async function databaseOf({ databaseUrl, say }: SystemOptions, port: number, secrets: Secrets, starters: Starters): Promise<string> {
  const url = databaseUrl === undefined ? ownDatabase(secrets, port) : databaseUrlIn('DATABASE_URL', databaseUrl).href;
  if (databaseUrl === undefined) {
    await starters.PostgreSQL();
    await createDatabase(url.replace(/[^/]*$/, 'postgres'), database);
  }
  say(databaseUrl === undefined ? 'PostgreSQL is up' : `Using the database ${new URL(url).host}${new URL(url).pathname}`);
  await prepareDatabase(url, secrets);
  await keepMigrated(url, secrets);
  say('The database is up to date');
  return url;
}

async function temporalOf(
  { temporalAddress, say }: SystemOptions,
  starters: Starters,
  ports: Ports,
): Promise<{ address: string; uiUrl: string | undefined }> {
  if (temporalAddress !== undefined) {
    say(`Using the Temporal server ${temporalAddress}`);
    return { address: temporalAddress, uiUrl: undefined };
  }
  await starters.Temporal();
  say('Temporal is up');
  return { address: `127.0.0.1:${ports.temporal}`, uiUrl: `http://127.0.0.1:${ports.ui}` };
}

/** Without a bound V8 lets memory grow until the machine's is nearly used. Temporal keeps as many workflows at hand as fit: here some 180. */
const heapMiB = 512;

async function serviceOf(service: Service, surroundings: Surroundings, dataDir: string, crew: Crew): Promise<void> {
  const part = startPart({
    name: service,
    command: process.execPath,
    args: ['--enable-source-maps', `--max-old-space-size=${heapMiB}`, inRoot(entryOf(service))],
    env: environmentOf(service, surroundings),
    logFile: join(dataDir, 'logs', `${service}.log`),
    cwd: root,
    graceMs: service === 'gateway' ? 2_500 : 4_000,
  });
  await crew.add(part);
  await ready(part, () => isReady(`http://127.0.0.1:${surroundings.ports[service]}`), readyMs);
}

/** 200, or an error that says what is not. */
async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(new URL('/health/ready?all=1', url), { signal: AbortSignal.timeout(3_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Trouble(`${answer.status} ${text.slice(0, 600)}`);
  return true;
}
