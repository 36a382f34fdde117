import type { Actor } from '@jielong/kernel';
import type { Access } from '../actor/access.js';
import type { Ask } from '../actor/belongings.js';
import type { PendingStep } from './inbox.js';

/** The steps, with why they were put off where somebody may put that one off, or is who is asked for it there. */
export const withReasonsFor = (access: Access, actor: Actor, steps: readonly PendingStep[], ask: Ask): Promise<PendingStep[]> =>
  Promise.all(steps.map(async (step) => ((await readsReason(access, actor, step, ask)) ? step : { ...step, snoozeReason: null })));

async function readsReason(access: Access, actor: Actor, { processId, role, snoozeReason }: PendingStep, ask: Ask): Promise<boolean> {
  if (snoozeReason === null) return true;
  const process = { kind: 'processes', ids: () => [processId] };
  return (await access.lets(actor, 'steps.snooze', process, ask)) || access.isAny(actor, [role], process, ask);
}
