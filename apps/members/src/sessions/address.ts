import { networkOf } from '@jielong/platform';
import type { Request } from 'express';

/** Where a request came from, as the gateway has seen it (the last entry is its own): an address, or of IPv6 its network. */
export const addressOf = (request: Request): string =>
  networkOf(request.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? request.socket.remoteAddress ?? '');
