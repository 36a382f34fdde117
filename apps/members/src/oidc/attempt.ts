import type { Request } from 'express';
import { cookieIn } from '../sessions/cookies.js';

/** What a browser brings back from the provider, so that the answer counts for this browser and this attempt alone. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const name = '__Host-jielong-oidc';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** As long as somebody takes to sign in there. */
const seconds = 600;
const shape = /^(?<state>[\w-]{43})\.(?<nonce>[\w-]{43})\.(?<verifier>[\w-]{43})$/;

export const attemptCookie = ({ state, nonce, verifier }: Attempt): string =>
  `${name}=${state}.${nonce}.${verifier}; ${attributes}; Max-Age=${seconds}`;
export const noAttempt = `${name}=; ${attributes}; Max-Age=0`;

/** Undefined where the browser has begun none, or it was too long ago. */
export function attemptIn(request: Request): Attempt | undefined {
  const { state, nonce, verifier } = shape.exec(cookieIn(request, name) ?? '')?.groups ?? {};
  return state && nonce && verifier ? { state, nonce, verifier } : undefined;
}
