import { setTimeout } from 'node:timers/promises';
import { killedActivities } from './activities.js';
import type { Dice } from './dice.js';
import { killing, restartingPostgres, severalAtATime, temporalAway, under, type Fault } from './faults.js';
import type { GoodDay } from '../good-day.js';
import type { Ground } from './ground.js';
import { processesOf, resetPoints, resetTo, terminate } from './processes.js';
import { missing, wrongWith, type Ledgers } from './verdict.js';

export interface Settings {
  readonly ground: Ground;
  readonly dice: Dice;
  /** What an undisturbed day comes to. */
  readonly expected: Ledgers;
  readonly runs?: number | undefined;
  readonly seconds?: number | undefined;
  /** Of the places to which a process can be reset, or the stages at which it is terminated, every so many. */
  readonly every?: number | undefined;
}
export interface Outcome {
  readonly runs: number;
  /** How much harm was done: kills, restarts, resets. */
  readonly harm: number;
  readonly wrong: readonly string[];
}
const atATime = 6;
const secondMs = 1_000;

interface Lived {
  readonly runs: readonly string[];
  readonly failed: readonly string[];
}

/** So many days, some at a time, each to its end. `runs` is filled as they begin. */
async function days({ ground }: Settings, count: number, runs: string[] = []): Promise<Lived> {
  const failed = await severalAtATime(count, atATime, async () => {
    await ground.day.live(async ({ runId }, done) => {
      if (done === 'opening') runs.push(runId);
    });
  });
  return { runs, failed };
}

async function verdict(ground: Ground, expected: Ledgers, runs: readonly string[]): Promise<string[]> {
  const lost = (await missing(ground.auditor, ground.promised)).map((id) => `answered "done" and in no row: ${id}`);
  const wrong = await Promise.all(runs.map((run) => wrongWith(ground.auditor, run, expected)));
  return [...lost, ...wrong.flat()];
}

/** Looked at when the harm is over: nobody restarts what is asked. */
async function daysUnder(settings: Settings, fault: Fault, count: number): Promise<Outcome> {
  const { result, harm } = await under(fault, () => days(settings, count));
  const { runs, failed } = result;
  return { runs: runs.length, harm, wrong: [...failed, ...(await verdict(settings.ground, settings.expected, runs))] };
}

/** While days are lived Temporal goes away, comes back, and then forgets everything: each run that is not over is resumed. */
async function withoutTemporal(settings: Settings, count: number, awayMs: number): Promise<Outcome> {
  const { ground } = settings;
  const lived: string[] = [];
  const ready = await dayAtTheGate(ground);
  const living = days(settings, count, lived);
  await setTimeout(2 * secondMs);
  const away = temporalAway(ground.system, awayMs);
  await setTimeout(2 * secondMs);
  const whileAway = await ready.pickUp();
  await away;
  await setTimeout(5 * secondMs);
  await temporalAway(ground.system, 0, true);
  for (const runId of [...lived, ready.day.runId]) await ground.resume(runId);
  const { failed } = await living;
  await ready.finish();
  const runs = [...lived, ready.day.runId];
  return { runs: runs.length, harm: 2, wrong: [...whileAway, ...failed, ...(await verdict(ground, settings.expected, runs))] };
}

/** A day whose goods are at the gate, so that somebody can fetch them while Temporal is away; its client waits there. */
async function dayAtTheGate(ground: Ground) {
  let goOn: () => void = () => undefined;
  let arrive: (day: GoodDay) => void = () => undefined;
  const arrived = new Promise<GoodDay>((resolve) => (arrive = resolve));
  const going = new Promise<void>((resolve) => (goOn = resolve));
  let picked: () => void = () => undefined;
  const pickedUp = new Promise<void>((resolve) => (picked = resolve));
  let closing: () => void = () => undefined;
  const toClose = new Promise<void>((resolve) => (closing = resolve));
  const living = ground.day.live(async (day, done) => {
    if (done === 'handoff') {
      arrive(day);
      await going;
    }
    if (done === 'pickup') {
      picked();
      await toClose;
    }
  });
  const day = await Promise.race([arrived, living]);
  return {
    day,
    /** Orders nothing of Temporal: done within seconds, or it is wrong. */
    pickUp: async (): Promise<string[]> => {
      goOn();
      const patience = 15 * secondMs;
      const inTime = await Promise.race([pickedUp.then(() => true), setTimeout(patience, false)]);
      return inTime ? [] : [`pickups were not done within ${patience} ms without Temporal`];
    },
    finish: async (): Promise<void> => {
      closing();
      await living;
    },
  };
}

/** A finished day's processes go back to each of their tasks; days whose processes are terminated at a stage, or at each, go on from rows. */
async function resets({ ground, expected, every = 1 }: Settings): Promise<Outcome> {
  const client = await ground.temporal();
  const finished = await ground.day.live();
  const wrong: string[] = [];
  let harm = 0;
  for (const id of await processesOf(finished)) {
    const { runId, points } = await resetPoints(client, id);
    for (const point of points.filter((_, nth) => nth % every === 0)) {
      const end = await resetTo(client, id, runId, point);
      harm += 1;
      const found = await wrongWith(ground.auditor, finished.runId, expected);
      wrong.push(...[...(end === 'COMPLETED' ? [] : [`it is ${end}`]), ...found].map((what) => `${id} reset to ${String(point)}: ${what}`));
    }
  }
  return { runs: 1, harm, wrong };
}

const stages = ['opening', 'lock', 'purchase', 'allocation', 'loading', 'handoff', 'pickup', 'closing', 'disposal'] as const;

async function terminations({ ground, expected, every = 1 }: Settings): Promise<Outcome> {
  const client = await ground.temporal();
  const wrong: string[] = [];
  const chosen = [...stages.filter((_, nth) => (nth + 1) % every === 0), 'each'] as const;
  for (const stage of chosen) {
    const { runId } = await ground.day.live(async (day, done) => {
      if (done === 'settlement' || (stage !== 'each' && done !== stage)) return;
      await terminate(client, day);
      await ground.resume(day.runId);
    });
    wrong.push(...(await wrongWith(ground.auditor, runId, expected)).map((what) => `terminated at ${stage}: ${what}`));
  }
  return { runs: chosen.length, harm: chosen.length - 1 + stages.length, wrong };
}

const usual = { kill: 200, postgres: 100, temporal: 12, activities: 20, awaySeconds: 120 } as const;

/** By name. `runs`: days to live, or for `activities` how often each dies; `seconds`: how long Temporal is away. */
export const scenarios: Readonly<Record<string, (settings: Settings) => Promise<Outcome>>> = {
  activities: async (settings) => {
    const times = settings.runs ?? usual.activities;
    const { runs, wrong } = await killedActivities(settings.ground, settings.expected, times);
    return { runs, wrong, harm: Object.values(settings.ground.system.losses).reduce((sum, n) => sum + n, 0) };
  },
  kill: (settings) =>
    daysUnder(
      settings,
      killing(settings.ground.system, { dice: settings.dice, leastMs: 3_000, mostMs: 10_000 }),
      settings.runs ?? usual.kill,
    ),
  postgres: (settings) =>
    daysUnder(
      settings,
      restartingPostgres(settings.ground.system, { dice: settings.dice, leastMs: 5_000, mostMs: 10_000 }),
      settings.runs ?? usual.postgres,
    ),
  temporal: (settings) => withoutTemporal(settings, settings.runs ?? usual.temporal, (settings.seconds ?? usual.awaySeconds) * secondMs),
  reset: resets,
  terminate: terminations,
};
