import type { Request } from 'express';

/** What a caller has brought along to say who it is; a browser by itself, a program on purpose. */
export interface Credential {
  readonly value: string;
  readonly from: 'cookie' | 'header';
}
const bearer = /^Bearer ([\w.-]{1,200})$/;
/** Those that members reads itself: which known device a browser is, which form was opened in it, and what it brings back from an identity provider. */
const handedOn = ['__Host-jielong-device=', '__Host-jielong-form=', '__Host-jielong-oidc='];
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

/** The cookies that are handed on; undefined: none. */
export const handedOnIn = (request: Request): string | undefined =>
  cookiesIn(request)
    .filter((pair) => handedOn.some((name) => pair.startsWith(name)))
    .join('; ') || undefined;
