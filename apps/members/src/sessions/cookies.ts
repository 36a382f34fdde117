import type { Request } from 'express';
import type { Opened } from './open-session.js';

/** `__Host-`: this host alone, HTTPS alone (or this machine), every path. Scripts do not see them, other sites do not send them along. */
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
export const sessionCookie = '__Host-jielong-session';
const deviceCookie = '__Host-jielong-device';
/** A device stays known longer than any session. */
const deviceSeconds = 31_536_000;

/** A browser keeps the session until it ends, and the device by which the person is known. */
export const cookiesOf = ({ token, device, expiresAt }: Opened): string[] => [
  `${sessionCookie}=${token}; ${attributes}; Expires=${new Date(expiresAt).toUTCString()}`,
  `${deviceCookie}=${device}; ${attributes}; Max-Age=${deviceSeconds}`,
];
export const noSession = `${sessionCookie}=; ${attributes}; Max-Age=0`;

/** The device that a browser says it is. */
export const deviceIn = (request: Request): string | undefined =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === deviceCookie)?.[1];
