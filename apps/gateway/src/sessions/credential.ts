import type { Request } from 'express';

/** What a caller has brought along to say who it is; a browser by itself, a program on purpose. */
export interface Credential {
  readonly value: string;
  readonly from: 'cookie' | 'header';
}
const bearer = /^Bearer ([\w.-]{1,200})$/;
const sessionCookie = '__Host-jielong-session=';

/** A program's `Authorization: Bearer …` before a browser's cookie. */
export function credentialIn(request: Request): Credential | undefined {
  const value = bearer.exec(request.get('authorization') ?? '')?.[1];
  if (value !== undefined) return { value, from: 'header' };
  const cookies = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const cookie = cookies.find((pair) => pair.startsWith(sessionCookie))?.slice(sessionCookie.length);
  return cookie ? { value: cookie, from: 'cookie' } : undefined;
}
