import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { interrupted } from './interrupt.ts';
import { Trouble } from './say.ts';

const version = '1.8.2';
const oldest = [1, 8];
const connectMs = 5_000;
const stallMs = 10_000;
type Say = (line: string) => void;

/** The Temporal program: named by TEMPORAL_CLI, on PATH, in the cache, downloaded, or built with Go; in this order. */
export async function findTemporal(say: Say, env = process.env): Promise<string> {
  const named = env['TEMPORAL_CLI'];
  if (named) return isProgram(named) ? named : refuse(`TEMPORAL_CLI=${named} is not a Temporal program that runs here.`);
  if (isNewEnough(versionOf('temporal'))) return 'temporal';
  const cached = join(cacheDir(env), 'temporal');
  if (isProgram(cached)) return cached;
  const half = `${cached}.${process.pid}`; // takes its name when it is whole
  const got = (await download(half, say)) || (await build(half, say, env));
  if (!got || !isProgram(half)) {
    rmSync(half, { force: true });
    return refuse(`No Temporal server could be had. Do one of these and start again:
  - install the Temporal CLI ${oldest.join('.')} or later, so that \`temporal\` is on PATH, or name it in TEMPORAL_CLI
  - install Go 1.26.4 or later: it is then built here, once
  - name a server that runs in TEMPORAL_ADDRESS (host:port)`);
  }
  renameSync(half, cached);
  return cached;
}

const refuse = (text: string): never => {
  throw new Trouble(text);
};

function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? /temporal version (\S+)/.exec(stdout)?.[1] : undefined;
}

const isProgram = (path: string): boolean => existsSync(path) && versionOf(path) !== undefined;

function isNewEnough(found: string | undefined): boolean {
  const [major = 0, minor = 0] = (found ?? '').split('.').map(Number);
  const [oldMajor = 0, oldMinor = 0] = oldest;
  return major > oldMajor || (major === oldMajor && minor >= oldMinor);
}

function cacheDir(env: NodeJS.ProcessEnv): string {
  const own = fileURLToPath(new URL('../.cache', import.meta.url));
  const wanted = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  for (const parent of [wanted, own]) {
    const dir = join(parent, 'jielong', `temporal-${version}`);
    try {
      mkdirSync(dir, { recursive: true });
      accessSync(dir, constants.W_OK);
      return dir;
    } catch {
      // the next one
    }
  }
  return refuse(`Neither ${wanted} nor ${own} can be written.`);
}

/** From Temporal's own download place; gives up within seconds where it cannot be reached. */
async function download(to: string, say: Say): Promise<boolean> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const archive = `${to}.tar.gz`;
  say(`Temporal ${version} is not here yet: downloading it (once a machine)`);
  try {
    const from = `https://temporal.download/cli/v${version}?platform=${platform}&arch=${arch}&format=tar.gz`;
    const where = await fetch(from, { signal: AbortSignal.timeout(connectMs) });
    if (!where.ok) throw new Error(`${where.status} ${where.statusText}`);
    const { archiveUrl, fileToExtract } = (await where.json()) as { archiveUrl: string; fileToExtract: string };
    writeFileSync(archive, await bytesOf(archiveUrl, say));
    const unpacked = spawnSync('tar', ['-xzOf', archive, fileToExtract], { maxBuffer: 1_000_000_000 });
    if (unpacked.status !== 0) throw new Error(`tar: ${unpacked.error?.message ?? unpacked.stderr.toString()}`);
    writeFileSync(to, unpacked.stdout);
    chmodSync(to, 0o755);
    return isProgram(to) || refuse('what was downloaded does not run');
  } catch (error) {
    say(`  no download (${reasonOf(error)})`);
    return false;
  } finally {
    rmSync(archive, { force: true });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer';
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

/** The whole body, unless nothing comes for some seconds. */
async function bytesOf(url: string, say: Say): Promise<Buffer> {
  const control = new AbortController();
  let alarm = setTimeout(() => control.abort(), stallMs);
  const answer = await fetch(url, { signal: control.signal });
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${answer.statusText}`);
  const parts: Uint8Array[] = [];
  let [bytes, said] = [0, 0];
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    clearTimeout(alarm);
    alarm = setTimeout(() => control.abort(), stallMs);
    parts.push(part);
    bytes += part.length;
    if (bytes - said < 10_000_000) continue;
    said = bytes;
    say(`  ${Math.round(bytes / 1e6)} MB`);
  }
  clearTimeout(alarm);
  return Buffer.concat(parts);
}

/** From source, through Go's module proxy: some minutes, once a machine. */
async function build(to: string, say: Say, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (spawnSync('go', ['version']).status !== 0) {
    say('  and no Go on PATH to build it with');
    return false;
  }
  say('  building it with Go instead: 5 to 15 minutes, once a machine');
  const began = performance.now();
  const label = `-X github.com/temporalio/cli/internal/temporalcli.Version=${version}`;
  const args = [
    'build',
    '-v',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    `-s -w ${label}`,
    '-o',
    to,
    'github.com/temporalio/cli/cmd/temporal',
  ];
  const home = env['HOME'] ? {} : { HOME: homedir() };
  const go = spawn('go', args, {
    cwd: fileURLToPath(new URL('temporal-cli', import.meta.url)),
    env: { ...env, ...home },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: interrupted,
  });
  let [packages, text] = [0, ''];
  go.stderr.on('data', (bytes: Buffer) => {
    text = (text + bytes.toString()).slice(-4_000);
    packages += bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('go: ')).length;
  });
  const progress = new AbortController();
  void tellEvery(15_000, progress.signal, () =>
    say(
      `  ${packages ? `compiled ${packages} packages of about 1,700` : 'fetching the sources'}, ${Math.round((performance.now() - began) / 1000)} s`,
    ),
  );
  const code = await new Promise((resolve) => go.once('close', resolve).once('error', resolve));
  progress.abort();
  if (code !== 0) say(`  the build failed:\n${text}`);
  return code === 0;
}

async function tellEvery(ms: number, signal: AbortSignal, tell: () => void): Promise<void> {
  while (!signal.aborted) {
    await pause(ms, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) tell();
  }
}
