import type { Request } from 'express';

/** What a caller has brought along to say who it is; a browser by itself, a program on purpose. */
export interface Credential {
  readonly value: string;
  readonly from: 'cookie' | 'header';
}
const bearer = /^Bearer ([\w.-]{1,200})$/;
const deviceCookie = '__Host-jielong-device=';
const sessionCookie = '__Host-jielong-session=';

/** A program's `Authorization: Bearer …` before a browser's cookie. */
export function credentialIn(request: Request): Credential | undefined {
  const value = bearer.exec(request.get('authorization') ?? '')?.[1];
  if (value !== undefined) return { value, from: 'header' };
  const cookie = cookiesIn(request)
    .find((pair) => pair.startsWith(sessionCookie))
    ?.slice(sessionCookie.length);
  return cookie ? { value: cookie, from: 'cookie' } : undefined;
}

const cookiesIn = (request: Request): string[] => (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());

/** The pair by which a browser is a known device. */
export const deviceIn = (request: Request): string | undefined => cookiesIn(request).find((pair) => pair.startsWith(deviceCookie));
