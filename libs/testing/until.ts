import { setTimeout } from 'node:timers/promises';

/** Comes back once `holds`; throws where that has not come about in time. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 60_000): Promise<void> {
  for (const giveUp = Date.now() + patienceMs; !(await holds()); await setTimeout(50))
    if (Date.now() > giveUp) throw new Error('it did not come about');
}
