import { addressOf, networkOf } from '@jielong/platform';
import type { Request } from 'express';

/** What requests are counted by: the session or the API key that they come with, else where they come from. */
export type CallerKind = 'session' | 'key' | 'address';
export interface Caller {
  readonly kind: CallerKind;
  readonly id: string;
}

const known = new WeakMap<Request, Caller>();

/** Says whose a request is, once its session or API key has been found to be good. */
export const nameCaller = (request: Request, caller: Caller): void => void known.set(request, caller);

/** Under which name a request is counted. */
export const callerOf = (request: Request): Caller => known.get(request) ?? { kind: 'address', id: networkOf(addressOf(request)) };
