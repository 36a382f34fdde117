import { Logger } from '@nestjs/common';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

const logger = new Logger('activity');

/** One line an activity: which, of which process, which attempt, how it ended. Actor and correlation id come with the context; no arguments. */
export const activityLog: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    const { activityType, attempt, workflowExecution } = activityInfo();
    const line = { activity: activityType, processId: workflowExecution?.workflowId, attempt };
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    try {
      const result = await next(input);
      logger.log({ ...line, ms: ms() }, 'activity done');
      return result;
    } catch (error) {
      const isRefusal = error instanceof ApplicationFailure && error.nonRetryable === true;
      if (isRefusal) logger.log({ ...line, ms: ms(), code: error.type }, 'activity refused');
      else logger.warn({ ...line, ms: ms(), err: error }, 'activity failed and is tried again');
      throw error;
    }
  },
};
