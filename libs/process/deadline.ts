import { condition } from '@temporalio/workflow';

/** Waits until done. Past the deadline it rings once, then waits on without further events: time never confirms in a person's place. */
export async function waitPastDeadline(done: () => boolean, dueAt: number, ring: () => Promise<void>): Promise<void> {
  // At least 1 ms: condition() with 0 writes a patch marker.
  if (await condition(done, Math.max(1, dueAt - Date.now()))) return;
  await ring();
  await condition(done);
}
