import type { Headers } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';
import { contextHeader } from './context-header.js';

/** Only ours: other interceptors' headers are not ours to pass on. */
const ours = (headers: Headers): Headers => {
  const payload = headers[contextHeader];
  return payload ? { [contextHeader]: payload } : {};
};
const reportIdIn = (args: readonly unknown[]): string | undefined => {
  for (const arg of args) {
    if (typeof arg === 'object' && arg !== null && 'reportId' in arg && typeof arg.reportId === 'string') return arg.reportId;
  }
  return undefined;
};

/**
 * Passes actor and correlation id on to activities. Reports are written by a loop, outside of the handlers that took them: an activity
 * with a report gets the header under which that report came, any other the header of the start.
 */
export function interceptors(): WorkflowInterceptors {
  let start: Headers = {};
  const reported = new Map<string, Headers>();
  const note = (args: readonly unknown[], headers: Headers) => {
    const reportId = reportIdIn(args);
    if (reportId !== undefined) reported.set(reportId, ours(headers));
  };
  const headersOf = (args: readonly unknown[]) => reported.get(reportIdIn(args) ?? '') ?? start;
  return {
    inbound: [
      {
        execute(input, next) {
          start = ours(input.headers);
          return next(input);
        },
        handleUpdate(input, next) {
          note(input.args, input.headers);
          return next(input);
        },
        handleSignal(input, next) {
          note(input.args, input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: { ...headersOf(input.args), ...input.headers } }),
        signalWorkflow: (input, next) => next({ ...input, headers: { ...headersOf(input.args), ...input.headers } }),
      },
    ],
  };
}
