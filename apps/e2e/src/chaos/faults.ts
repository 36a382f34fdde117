import { setTimeout } from 'node:timers/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnSystem } from '../own-system.js';
import type { Dice } from './dice.js';

/** Does harm until it is told that it is enough; answers with how often it has. */
export type Fault = (enough: AbortSignal) => Promise<number>;
interface Pauses {
  readonly dice: Dice;
  readonly leastMs: number;
  readonly mostMs: number;
}
const parts = ['members', 'orders', 'logistics', 'workflows', 'gateway', 'temporal', 'postgresql'] as const;

const over = (enough: AbortSignal, ms: number): Promise<boolean> => setTimeout(ms, false, { signal: enough }).catch(() => true);

/** One process, drawn by lot, dies as in a power cut, and is started again. */
export const killing =
  (system: OwnSystem, { dice, leastMs, mostMs }: Pauses): Fault =>
  async (enough) => {
    for (let done = 0; ; done += 1) {
      if (await over(enough, dice.between(leastMs, mostMs))) return done;
      const part = dice.oneOf(parts);
      await system.order(`kill ${part}`);
      await system.order(`start ${part}`);
    }
  };

/** PostgreSQL is started anew: every connection is cut. */
export const restartingPostgres =
  (system: OwnSystem, { dice, leastMs, mostMs }: Pauses): Fault =>
  async (enough) => {
    for (let done = 0; ; done += 1) {
      if (await over(enough, dice.between(leastMs, mostMs))) return done;
      await system.order('stop postgresql');
      await system.order('start postgresql');
    }
  };

/** Temporal is away for a while; `forget`: it comes back without anything that it knew. */
export async function temporalAway(system: OwnSystem, awayMs: number, forget = false): Promise<void> {
  await system.order('stop temporal');
  await setTimeout(awayMs);
  if (forget) rmSync(join(system.dataDir, 'temporal'), { recursive: true, force: true });
  await system.order('start temporal');
}

/** Works while harm is done; answers with both. */
export async function under<T>(fault: Fault, work: () => Promise<T>): Promise<{ result: T; harm: number }> {
  const enough = new AbortController();
  const harming = fault(enough.signal);
  try {
    return { result: await work(), harm: await stopped() };
  } finally {
    await stopped();
  }
  function stopped(): Promise<number> {
    enough.abort();
    return harming;
  }
}

/** Each of `count`, so many at a time; what one throws is kept for the end. */
export async function severalAtATime(count: number, atATime: number, work: (nth: number) => Promise<void>): Promise<string[]> {
  const failed: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const nth = (next += 1);
      await work(nth).catch((error: unknown) => failed.push(error instanceof Error ? error.message : String(error)));
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return failed;
}
