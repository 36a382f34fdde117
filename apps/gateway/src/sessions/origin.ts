import type { Request } from 'express';

/** Whether a page of this host has sent a request: every browser says where what changes something comes from. */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.get('origin') ?? '';
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}
