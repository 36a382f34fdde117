import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { look } from './human-steps.js';

/** Tells another process to look at its rows. One that is not up yet or is over needs not be told: it reads them when it starts. */
export async function tell(processId: string): Promise<void> {
  await getExternalWorkflowHandle(processId)
    .signal(look)
    .catch(() => undefined);
}
