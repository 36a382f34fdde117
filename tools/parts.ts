import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Trouble } from './say.ts';
import { signalGroup } from './signals.ts';
import { until, within } from './wait.ts';

/** Something that runs beside us: a server, a service. */
export interface Part {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it has ended, asked to or not. */
  readonly ended: Promise<string>;
  /** Asks it to end; ends it when it takes longer than its grace. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  isStopping(): boolean;
}

export interface PartOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly cwd?: string;
  readonly stopSignal?: NodeJS.Signals;
  readonly graceMs?: number;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** Starts a program in its own group, so that a Ctrl-C reaches only us and we can stop all in order; its output goes to its log. */
export function startPart(options: PartOptions): Part {
  const child = spawnLogged(options);
  let stopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with exit code ${code ?? '?'}`));
  });
  const { pid } = child;
  if (pid === undefined) throw new Trouble(`${options.name} cannot be started: ${options.command}`);
  watchdog.watch(pid);
  void ended.then(() => watchdog.forget(pid));
  const end = async (signal: NodeJS.Signals, graceMs: number) => {
    stopping = true;
    child.kill(signal);
    if (await within(ended, graceMs)) return;
    signalGroup(pid, 'SIGKILL');
    await ended;
  };
  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    ended,
    stop: () => end(options.stopSignal ?? 'SIGTERM', options.graceMs ?? 4_000),
    kill: () => end('SIGKILL', 4_000),
    isStopping: () => stopping,
  };
}

function spawnLogged({ command, args, env, logFile, cwd, uid, gid }: PartOptions): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const who = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(command, args, { env, ...who, ...(cwd === undefined ? {} : { cwd }), detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

/** Waits until `condition` holds; says what the log says when the part ends before that. */
export async function ready(part: Part, condition: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  let end: string | undefined;
  void part.ended.then((how) => (end = how));
  await until(
    part.name,
    async () => {
      if (end !== undefined) return true;
      return condition();
    },
    timeoutMs,
  ).catch((error: unknown) => {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${lastLines(part.logFile)}`);
  });
  if (end !== undefined) throw new Trouble(`${part.name} ${end}.\n${lastLines(part.logFile)}`);
}

/** What a part said last, with the place to read on. */
export function lastLines(logFile: string, count = 8): string {
  const lines = sizeOf(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count) : [];
  return [...lines.map((line) => `    ${plain(line).slice(0, 400)}`), `  The whole log: ${logFile}`].join('\n');
}

/** The services log JSON lines: the message and the error of one are enough here. */
function plain(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter((text) => text !== undefined).join(': ') || line;
  } catch {
    return line;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** One small process that outlives us by seconds, started with the first part. */
class Watchdog {
  #process: ChildProcess | undefined;

  watch(pid: number): void {
    this.#process ??= this.#start();
    this.#process.stdin?.write(`watch ${pid}\n`);
  }

  forget(pid: number): void {
    this.#process?.stdin?.write(`forget ${pid}\n`);
  }

  #start(): ChildProcess {
    const script = fileURLToPath(new URL('watchdog.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
    child.stdin?.on('error', () => undefined);
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    return child;
  }
}
const watchdog = new Watchdog();
