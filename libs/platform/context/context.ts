import { AsyncLocalStorage } from 'node:async_hooks';
import type { Channel } from '@jielong/kernel';

/** Who acts, as far as rows and logs need it: an Actor is one. */
export interface Acting {
  readonly code: string;
  readonly channel: Channel;
  /** Undefined in activities. */
  readonly session?: string | undefined;
}

/** What one request, or one activity, is known by wherever its code runs. */
export interface Context {
  readonly correlationId: string;
  /** Where the request came from; undefined in activities. */
  readonly address?: string | undefined;
  actor?: Acting | undefined;
}

const storage = new AsyncLocalStorage<Context>();

/** Undefined outside of requests and activities. */
export const currentContext = (): Context | undefined => storage.getStore();

/** Runs `work`, and all that it awaits, in this context. */
export const inContext = <T>(context: Context, work: () => T): T => storage.run(context, work);

/** Who acts, once it is known: for all that this request, or this activity, still does. */
export function actAs(actor: Acting): void {
  const context = currentContext();
  if (context) context.actor = actor;
}
