import type { Limiter, Limits } from '@jielong/platform';
import type { RequestHandler } from 'express';
import type { GatewayConfig } from '../config.js';
import { callerOf, type CallerKind } from './caller.js';

const seconds = 60;

type PerMinute = Pick<GatewayConfig, 'SESSION_REQUESTS_PER_MINUTE' | 'KEY_REQUESTS_PER_MINUTE' | 'ADDRESS_REQUESTS_PER_MINUTE'>;

/** Lets each caller ask so many times a minute, over all gateways. Without PostgreSQL each gateway counts for itself. */
export function limitRequests(limits: Limits, config: PerMinute): RequestHandler {
  const limit = (name: CallerKind, points: number) => limits.of({ name, points, seconds, whenAway: 'count-in-memory' });
  const limiters: Readonly<Record<CallerKind, Limiter>> = {
    session: limit('session', config.SESSION_REQUESTS_PER_MINUTE),
    key: limit('key', config.KEY_REQUESTS_PER_MINUTE),
    address: limit('address', config.ADDRESS_REQUESTS_PER_MINUTE),
  };
  return async (request, _response, next) => {
    const { kind, id } = callerOf(request);
    await limiters[kind].take(id).then(() => next(), next);
  };
}
