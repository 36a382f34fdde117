import type { Channel } from '@jielong/kernel';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { Headers } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { currentContext, inContext, type Context } from '../context/context.js';
import { contextIn, withContext, type CarriedContext } from './context-header.js';

const carried = (context: Context | undefined): CarriedContext | undefined =>
  context && { correlationId: context.correlationId, actor: context.actor?.code, channel: context.actor?.channel };
const added = (headers: Headers): Headers => withContext(headers, carried(currentContext()));

/** In every client: start, update and signal carry who acts, and the correlation id. */
export const contextCarrier: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => next({ ...input, headers: added(input.headers) }),
  startUpdate: (input, next) => next({ ...input, headers: added(input.headers) }),
  signal: (input, next) => next({ ...input, headers: added(input.headers) }),
  signalWithStart: (input, next) => next({ ...input, headers: added(input.headers) }),
};

/** In every activity worker: rows and logs of an activity name them again. */
export const contextRestorer = (fallbackId: string): ActivityInboundCallsInterceptor => ({
  execute: (input, next) => inContext(contextOf(contextIn(input.headers), fallbackId), () => next(input)),
});

const channels: readonly Channel[] = ['api', 'cli', 'temporal', 'service', 'paper', 'link'];
const contextOf = (carriedOver: CarriedContext | undefined, fallbackId: string): Context => {
  const channel = channels.find((known) => known === carriedOver?.channel) ?? 'temporal';
  const actor = carriedOver?.actor ? { code: carriedOver.actor, channel } : undefined;
  return { correlationId: carriedOver?.correlationId ?? fallbackId, actor };
};
