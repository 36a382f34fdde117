import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { Person, type Answer } from '../api.js';
import { SmallDay } from '../chaos/small-day.js';
import { Histories } from '../histories.js';
import type { OwnSystem } from '../own-system.js';
import type { bareActivities, bareUpdates } from './bare.workflow.js';
import { median, perSecond, rounded, timed } from './timing.js';

/** A person who notes how long each report took that was accepted at its first try. */
class TimedPerson extends Person {
  constructor(
    url: string,
    actor: string,
    readonly took: Map<string, number[]>,
  ) {
    super(url, actor);
  }

  override as(code: string): TimedPerson {
    return new TimedPerson(this.url, this.actorOf(code), this.took);
  }

  override async call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const from = performance.now();
    const answer = await super.call<Body>(method, path, body, headers);
    const isReport = typeof body === 'object' && body !== null && 'reportId' in body && answer.status === 200;
    const step = path.split('/').at(-1) ?? '';
    if (isReport) this.took.set(step, [...(this.took.get(step) ?? []), performance.now() - from]);
    return answer;
  }
}

export interface ProcessFigures {
  readonly stepP50Ms: Readonly<Record<string, number>>;
  readonly bareUpdateP50Ms: number;
  /** Of a loading, which asks one activity, against the bare one. */
  readonly stepRatio: number;
  /** As many runs at a time as the machine has cores; and a crowd, where nothing of it is left for one more. */
  readonly runs: Throughput;
  readonly crowdedRuns: Throughput;
  readonly events: number;
  readonly workerMemoryMiB: readonly number[];
}
export interface Throughput {
  readonly atATime: number;
  readonly runs: number;
  readonly perSecond: number;
  readonly barePerSecond: number;
  readonly ratio: number;
}
const rounds = 4;
const crowd = 3 * cpus().length;
/** Enough for a median of rounds. */
const mostUncrowded = 40;

export async function processes(system: OwnSystem, count: number): Promise<ProcessFigures> {
  const took = new Map<string, number[]>();
  const day = new SmallDay(new TimedPerson(system.gatewayUrl, 'sample/S001', took));
  for (let i = 0; i < 3; i += 1) await day.live(); // warm
  took.clear();
  const bare = await Bare.open(system.temporalAddress);
  const bareUpdateMs = await bare.updates(60);
  for (let i = 0; i < 12; i += 1) await day.live();
  const stepP50Ms = Object.fromEntries([...took].map(([step, all]) => [step, rounded(median(all), 1)]));
  const events = await eventsOf(system, day);
  const memory = [await workerMemory(system)];
  const lived = () => day.live();
  const bareOf = () => bare.run(Math.round(events / 6));
  const noted = async () => void memory.push(await workerMemory(system));
  const runs = await throughput({ atATime: cpus().length, count: Math.min(count, mostUncrowded) }, lived, bareOf, noted);
  const crowdedRuns = await throughput({ atATime: crowd, count }, lived, bareOf, noted);
  await bare.close();
  return {
    ...{ stepP50Ms, bareUpdateP50Ms: rounded(bareUpdateMs, 1), stepRatio: rounded((stepP50Ms['loading'] ?? NaN) / bareUpdateMs) },
    ...{ runs, crowdedRuns, events, workerMemoryMiB: memory },
  };
}

/** Of both in turn, so that what else the machine does falls on both; rounds are whole, so that nobody waits for the last one alone. */
async function throughput(
  { atATime, count }: { readonly atATime: number; readonly count: number },
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
  between: () => Promise<void>,
): Promise<Throughput> {
  const each = Math.ceil(count / rounds / atATime) * atATime;
  const nth = Array.from({ length: each }, (_, i) => i);
  const found: { ours: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    found.push({ ours: perSecond(await timed(nth, atATime, ours)), bare: perSecond(await timed(nth, atATime, bare)) });
    await between();
  }
  return {
    ...{ atATime, runs: each * rounds },
    perSecond: rounded(median(found.map((one) => one.ours))),
    barePerSecond: rounded(median(found.map((one) => one.bare))),
    ratio: rounded(median(found.map((one) => one.ours / one.bare))),
  };
}

/** Of a run, its purchase and its trip together. */
async function eventsOf(system: OwnSystem, day: SmallDay): Promise<number> {
  const histories = await Histories.open(system.temporalAddress, 'jielong');
  const lived = await day.live();
  let events = 0;
  for (const id of await histories.processesOf(lived)) events += (await histories.sizeOf(id)).events;
  await histories.close();
  return events;
}

const portsOf = (system: OwnSystem) => JSON.parse(readFileSync(`${system.dataDir}/ports.json`, 'utf8')) as Record<string, number>;
export const portOf = (system: OwnSystem, service: string): number => portsOf(system)[service] ?? 0;

async function workerMemory(system: OwnSystem): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${portOf(system, 'workflows')}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1] ?? 0) / 1_048_576);
}

/** Temporal with as little of ours as there can be, on the same server: no codec, no rows. */
class Bare {
  private constructor(
    private readonly client: Client,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(address: string): Promise<Bare> {
    const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
    const worker = await Worker.create({
      ...{ connection: native, namespace: 'jielong', taskQueue: 'bare' },
      workflowsPath: fileURLToPath(new URL('./bare.workflow.js', import.meta.url)),
      activities: { nothing: async () => undefined },
    });
    let end: () => void = () => undefined;
    const running = worker.runUntil(new Promise<void>((resolve) => (end = resolve)));
    return new Bare(new Client({ connection, namespace: 'jielong' }), async () => {
      end();
      await running;
      await Promise.all([connection.close(), native.close()]);
    });
  }

  close = (): Promise<void> => this.stop();

  /** The middle one of so many, one after the other. */
  async updates(count: number): Promise<number> {
    const warm = 10;
    const handle = await this.client.workflow.start<typeof bareUpdates>('bareUpdates', {
      ...{ args: [count + warm], taskQueue: 'bare', workflowId: `bare-${crypto.randomUUID()}` },
    });
    const { each } = await timed(
      Array.from({ length: count + warm }, (_, i) => i),
      1,
      () => handle.executeUpdate('bareStep'),
    );
    await handle.result();
    return median(each.slice(warm));
  }

  run = (activities: number): Promise<void> =>
    this.client.workflow.execute<typeof bareActivities>('bareActivities', {
      ...{ args: [activities], taskQueue: 'bare', workflowId: `bare-${crypto.randomUUID()}` },
    });
}
