import { patienceIn } from '@jielong/kernel';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';

/** A service's activities run on its own queue, named after the workflow's. A rule's refusal is final; all else is tried again. */
export function activitiesOf<Activities>(service: string) {
  const { taskQueue, memo } = workflowInfo();
  const { startToCloseMs, longestPauseMs } = patienceIn(memo);
  return proxyActivities<Activities>({
    taskQueue: `${taskQueue}-${service}`,
    startToCloseTimeout: startToCloseMs,
    retry: { initialInterval: Math.min(200, longestPauseMs), maximumInterval: longestPauseMs },
  });
}
