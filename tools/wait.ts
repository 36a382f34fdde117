import { setTimeout as pause } from 'node:timers/promises';
import { Trouble } from './say.ts';

/** Looks until `condition` holds; an error counts as not yet. Throws a Trouble with the last error when the time is over. */
export async function until(what: string, condition: () => Promise<boolean>, timeoutMs: number, everyMs = 50): Promise<void> {
  const end = performance.now() + timeoutMs;
  let last = '';
  while (performance.now() < end) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(everyMs);
  }
  throw new Trouble(`${what} is not ready after ${Math.round(timeoutMs / 1000)} s.${last ? ` Last seen: ${last}` : ''}`);
}

/** Resolves to false when `work` takes longer. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(ms, false, { signal: timer.signal }).catch(() => false);
  const done = await Promise.race([work.then(() => true), late]);
  timer.abort();
  return done;
}
