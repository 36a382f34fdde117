import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { PartConfig } from '../config/service-config.js';

/** What the interceptor must know of the activity that it stands around. */
export interface Faults {
  /** Of the activity that runs now. */
  readonly nameOf: () => string;
  readonly die: () => void;
}

/**
 * For tests only: a process that dies after an activity's transaction has committed and before anybody has heard of it. Each file
 * `<activity>.<anything>` in the folder FAULT_ACTIVITIES is one death, used up by whoever dies of it, so that the count survives the restart.
 */
export function faultActivities(
  { FAULT_ACTIVITIES: folder, NODE_ENV }: Pick<PartConfig, 'FAULT_ACTIVITIES' | 'NODE_ENV'>,
  { nameOf, die }: Faults,
): ActivityInboundCallsInterceptor[] {
  if (folder === undefined) return [];
  if (NODE_ENV === 'production') throw new Error('FAULT_ACTIVITIES kills processes on purpose and is refused in production.');
  const dies: ActivityInboundCallsInterceptor = {
    async execute(input, next) {
      const result = await next(input);
      if (takesOne(folder, nameOf())) die();
      return result;
    },
  };
  return [dies];
}

/** Two processes may look at once: whoever removes the file has it. */
function takesOne(folder: string, activity: string): boolean {
  const waiting = readdirSync(folder).filter((file) => file.startsWith(`${activity}.`));
  return waiting.some((file) => {
    try {
      unlinkSync(join(folder, file));
      return true;
    } catch {
      return false;
    }
  });
}

/** As a power cut would: nothing is answered, nothing is cleaned up. */
export const endAtOnce = (): void => void process.kill(process.pid, 'SIGKILL');
