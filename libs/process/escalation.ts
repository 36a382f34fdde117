import { condition } from '@temporalio/workflow';

/** Rings at the deadline and at each further instant that a ring names; then waits on without events: time never confirms in a person's place. */
export async function escalateUntil(done: () => boolean, dueAt: number, ring: () => Promise<number | undefined>): Promise<void> {
  for (let next: number | undefined = dueAt; next !== undefined; next = await ring()) {
    // At least 1 ms: condition() with 0 writes a patch marker.
    if (await condition(done, Math.max(1, next - Date.now()))) return;
  }
  await condition(done);
}
