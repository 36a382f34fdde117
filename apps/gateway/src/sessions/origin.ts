import type { Request } from 'express';

/** Whether a page of this host has sent a request: every browser says where what changes something comes from. */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.get('origin') ?? '';
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}

/** Whether a page of another site has sent a form. Ours tell nobody where they were opened, so that their `Origin` is null: browsers that say more are believed. */
export const isFromElsewhere = (request: Request): boolean =>
  request.method === 'POST' && (['cross-site', 'same-site'].includes(request.get('sec-fetch-site') ?? '') || isOtherOrigin(request));

const isOtherOrigin = (request: Request): boolean => !['null', undefined].includes(request.get('origin')) && !isOwnOrigin(request);
