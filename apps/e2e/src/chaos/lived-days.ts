import type { Dice } from './dice.js';
import { type Fault, severalAtATime, under } from './faults.js';
import type { Ground } from './ground.js';
import { type Ledgers, missing, wrongWith } from './verdict.js';

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

export interface Lived {
  readonly runs: readonly string[];
  readonly failed: readonly string[];
}

/** So many days, some at a time, each to its end. `runs` is filled as they begin. */
export async function days({ ground }: Settings, count: number, runs: string[] = []): Promise<Lived> {
  const failed = await severalAtATime(count, atATime, async () => {
    await ground.day.live(async ({ runId }, done) => {
      if (done === 'opening') runs.push(runId);
    });
  });
  return { runs, failed };
}

export async function verdict(ground: Ground, expected: Ledgers, runs: readonly string[]): Promise<string[]> {
  const lost = (await missing(ground.auditor, ground.promised)).map((id) => `answered "done" and in no row: ${id}`);
  const wrong = await Promise.all(runs.map((run) => wrongWith(ground.auditor, run, expected)));
  return [...lost, ...wrong.flat()];
}

/** Looked at when the harm is over: nobody restarts what is asked. */
export async function daysUnder(settings: Settings, fault: Fault, count: number): Promise<Outcome> {
  const { result, harm } = await under(fault, () => days(settings, count));
  const { runs, failed } = result;
  return { runs: runs.length, harm, wrong: [...failed, ...(await verdict(settings.ground, settings.expected, runs))] };
}
