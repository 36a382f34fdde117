import type { Request } from 'express';
import type { Opened } from './open-session.js';

/** `__Host-`: this host alone, HTTPS alone (or this machine), every path. Scripts do not see them, other sites do not send them along. */
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
export const sessionCookie = '__Host-jielong-session';
const deviceCookie = '__Host-jielong-device';
/** A device stays known longer than any session. */
const deviceSeconds = 31_536_000;

/** Until then a browser sends along what opens the session; signing in anew takes its place. */
export const sessionCookieOf = ({ token, expiresAt }: Pick<Opened, 'token' | 'expiresAt'>): string =>
  `${sessionCookie}=${token}; ${attributes}; Expires=${new Date(expiresAt).toUTCString()}`;

/** A browser keeps the session until it ends, and the device by which the person is known. */
export const cookiesOf = ({ token, device, expiresAt }: Pick<Opened, 'token' | 'device' | 'expiresAt'>): string[] => [
  sessionCookieOf({ token, expiresAt }),
  `${deviceCookie}=${device}; ${attributes}; Max-Age=${deviceSeconds}`,
];
export const noSession = `${sessionCookie}=; ${attributes}; Max-Age=0`;

/** The device that a browser says it is. */
export const deviceIn = (request: Request): string | undefined => cookieIn(request, deviceCookie);

export const cookieIn = (request: Request, wanted: string): string | undefined =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === wanted)?.[1];
