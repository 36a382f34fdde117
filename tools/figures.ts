/**
 * `npm run figures [-- --json] [--with-tests]`: how long a start takes, what the system takes in memory after the demo, how large histories
 * grow; on data of its own, beside whatever runs. Measures and prints; judges nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { memoryOf, type PartMemory } from './memory.ts';
import { root } from './places.ts';
import { freePort } from './ports.ts';
import { placeOf } from './postgres.ts';
import { run } from './run.ts';
import type { Running } from './running.ts';
import { elapsed, showTrouble, Trouble } from './say.ts';
import { scratchDir } from './scratch.ts';
import { samplePassphraseOf, secretsOf } from './secrets.ts';
import { signalGroup } from './signals.ts';
import { until } from './wait.ts';

interface HistorySize {
  readonly workflowId: string;
  readonly events: number;
  readonly bytes: number;
  readonly activities: number;
  readonly timers: number;
  readonly updates: number;
  readonly signals: number;
}
interface Figures {
  readonly firstStartSeconds: number;
  readonly secondStartSeconds: number;
  readonly stopSeconds: number;
  readonly demoSeconds: number;
  readonly memory: readonly PartMemory[];
  readonly memoryBytes: number;
  readonly histories: Readonly<Record<string, readonly HistorySize[]>>;
  readonly testSeconds?: number;
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, 'with-tests': { type: 'boolean', default: false } } });
const say = (line: string) => void process.stderr.write(`${elapsed().padStart(8)}  ${line}\n`);
const startMs = 600_000;
const dir = scratchDir('figures');
const rounded = (seconds: number) => Math.round(seconds * 10) / 10;
const secondsSince = (began: number) => rounded((performance.now() - began) / 1000);

/** Programs of the workspace that print one JSON object as their last line. */
async function lastLineOf<T>(args: readonly string[], env: NodeJS.ProcessEnv): Promise<T> {
  const child = spawn(process.execPath, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'], signal: interrupted });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Trouble(`${args.join(' ')} ended with exit code ${code ?? '?'}:\n${output.slice(-2_000)}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as T;
}

/** An `npm start` on our own folder. */
interface Started {
  readonly seconds: number;
  /** As Ctrl-C does; answers with the seconds it took, and with none when it is over already. */
  stop(): Promise<number>;
}

async function started(env: NodeJS.ProcessEnv): Promise<Started> {
  const began = performance.now();
  const child = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let errors = '';
  let isOver = false;
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const over = once(child, 'exit').then(() => (isOver = true));
  const isReady = async () => isOver || interrupted.aborted || (await fetch(`http://127.0.0.1:${env['PORT'] ?? ''}/health/ready`)).ok;
  await until('npm start', isReady, startMs, 20);
  const seconds = secondsSince(began);
  if (isOver) throw new Trouble(`npm start ended:\n${errors.trim()}`);
  const stop = async () => {
    const asked = performance.now();
    if (!isOver && child.pid !== undefined) signalGroup(child.pid, 'SIGINT');
    await over;
    return secondsSince(asked);
  };
  return { seconds, stop };
}

/** Where the system is, once it has said so: then its samples are loaded too. */
async function announced(): Promise<Running> {
  const facts = () => JSON.parse(readFileSync(join(dir, 'running.json'), 'utf8')) as Running;
  await until('The sample community', async () => interrupted.aborted || facts().gatewayUrl !== undefined, startMs);
  return facts();
}

async function measure(): Promise<Figures> {
  say('Building, so that starts are measured and not the compiler');
  await build(say);
  const ports = { PORT: String(await freePort()), TEMPORAL_UI_PORT: String(await freePort()) };
  const none = { DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined, TEMPORAL_TASK_QUEUE: undefined };
  const env = { ...process.env, ...none, ...ports, JIELONG_DATA_DIR: dir };
  say('First npm start, on empty data');
  const first = await started(env);
  await announced();
  await first.stop();
  say(`${first.seconds} s; second npm start, on the same data`);
  const second = await started(env);
  try {
    say(`${second.seconds} s; the demo`);
    const rest = await whileItRuns(await announced());
    const stopSeconds = await second.stop();
    const testSeconds = values['with-tests'] ? await testsTake() : undefined;
    return {
      ...{ firstStartSeconds: first.seconds, secondStartSeconds: second.seconds, stopSeconds, ...rest },
      ...(testSeconds === undefined ? {} : { testSeconds }),
    };
  } finally {
    await second.stop();
  }
}

async function whileItRuns({ pid, gatewayUrl = '', namespace = '', temporalAddress = '' }: Running) {
  const env = {
    ...process.env,
    JIELONG_URL: gatewayUrl,
    JIELONG_PASSPHRASE: samplePassphraseOf(secretsOf(dir)),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
  };
  const { seconds } = await lastLineOf<{ seconds: number }>(['apps/e2e/dist/src/demo.js', '--json'], env);
  const memory = memoryOf(pid);
  say('Histories for 170 and for 2,000 portions, and for two stops');
  const histories = await lastLineOf<Record<string, HistorySize[]>>(['apps/e2e/dist/src/figures.js'], env);
  return { demoSeconds: seconds, memory, memoryBytes: memory.reduce((sum, { bytes }) => sum + bytes, 0), histories };
}

async function testsTake(): Promise<number> {
  say('npm test');
  const began = performance.now();
  const { code, output } = await run('npm', ['test'], { signal: interrupted });
  say(output.trim().split('\n').at(-1) ?? '');
  if (code !== 0) say('Some tests failed; the time counts all the same');
  return secondsSince(began);
}

const days: Readonly<Record<string, string>> = { few: '170 portions', many: '2,000 portions', twoStops: '170 portions, two stops' };

type Row = readonly [what: string, figure: string];
const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
const sum = (sizes: readonly HistorySize[], of: keyof Omit<HistorySize, 'workflowId'>) =>
  sizes.reduce((total, size) => total + size[of], 0);

function rowsOf(figures: Figures): Row[] {
  const counts = (sizes: readonly HistorySize[]) =>
    (['events', 'bytes', 'activities', 'timers', 'updates', 'signals'] as const).map((of) => `${sum(sizes, of)} ${of}`).join(', ');
  return [
    ['first npm start (installed and built, empty data)', `${figures.firstStartSeconds} s`],
    ['second npm start', `${figures.secondStartSeconds} s`],
    ['Ctrl-C', `${figures.stopSeconds} s`],
    ['demo', `${figures.demoSeconds} s`],
    [`memory after the demo (${figures.memory.some(({ measure }) => measure === 'rss') ? 'RSS' : 'PSS'})`, mebibytes(figures.memoryBytes)],
    ...figures.memory.map(({ part, bytes, processes }): Row => [`  ${part}, processes: ${processes}`, mebibytes(bytes)]),
    ...Object.entries(figures.histories).flatMap(([day, sizes]): Row[] => [
      [`histories, ${days[day] ?? day}`, counts(sizes)],
      ...sizes.map((size): Row => [`  ${size.workflowId.split(':')[0] ?? ''}`, counts([size])]),
    ]),
    ...(figures.testSeconds === undefined ? [] : ([['npm test', `${figures.testSeconds} s`]] as const)),
  ];
}

function print(figures: Figures): void {
  const rows = rowsOf(figures);
  const width = Math.max(...rows.map(([what]) => what.length));
  if (!values.json) for (const [what, figure] of rows) process.stdout.write(`${what.padEnd(width)}  ${figure}\n`);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

endInOrder();
try {
  print(await measure());
} catch (error) {
  if (!interrupted.aborted) showTrouble(error);
  process.exitCode = 1;
} finally {
  for (const place of [placeOf(join(dir, 'postgres')), dir]) rmSync(place, { recursive: true, force: true });
}
process.exit();
