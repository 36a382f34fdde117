import type { Limiter, Limits } from '@jielong/platform';
import type { Request, RequestHandler } from 'express';
import type { GatewayConfig } from '../config.js';
import { type Caller, callerOf, type CallerKind } from './caller.js';

const seconds = 60;

type PerMinute = Pick<GatewayConfig, 'SESSION_REQUESTS_PER_MINUTE' | 'KEY_REQUESTS_PER_MINUTE' | 'ADDRESS_REQUESTS_PER_MINUTE'>;

/** How often each caller may ask in a minute, over all gateways. Without PostgreSQL each gateway counts for itself. */
export class RequestLimits {
  private readonly limiters: Readonly<Record<CallerKind, Limiter>>;
  private readonly counted = new WeakMap<Request, Caller>();

  constructor(limits: Limits, config: PerMinute) {
    const limit = (name: CallerKind, points: number) => limits.of({ name, points, seconds, whenAway: 'count-in-memory' });
    this.limiters = {
      session: limit('session', config.SESSION_REQUESTS_PER_MINUTE),
      key: limit('key', config.KEY_REQUESTS_PER_MINUTE),
      address: limit('address', config.ADDRESS_REQUESTS_PER_MINUTE),
    };
  }

  /** Counts a request once, as whose it is known to be: what was counted before that was known is given back. Throws 429 for one too many. */
  async count(request: Request): Promise<void> {
    const [before, caller] = [this.counted.get(request), callerOf(request)];
    if (before?.kind === caller.kind) return;
    this.counted.set(request, caller);
    if (before) await this.limiters[before.kind].giveBack(before.id);
    await this.limiters[caller.kind].take(caller.id);
  }
}

/** Lets nothing by that is one too many. */
export const limitRequests =
  (limits: RequestLimits): RequestHandler =>
  (request, _response, next) =>
    limits.count(request).then(() => next(), next);
