import type { Request } from 'express';

/** Where a request came from, as the gateway has seen it: the last entry is its own. */
export const addressOf = (request: Request): string =>
  request.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? request.socket.remoteAddress ?? 'nowhere';
