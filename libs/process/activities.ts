import { proxyActivities, workflowInfo } from '@temporalio/workflow';

/** A service's activities run on its own queue, named after the workflow's. A rule's refusal is final; all else is tried again. */
export const activitiesOf = <Activities>(service: string) =>
  proxyActivities<Activities>({
    taskQueue: `${workflowInfo().taskQueue}-${service}`,
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '200 milliseconds', maximumInterval: '30 seconds' },
  });
