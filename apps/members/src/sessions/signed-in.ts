import type { SignedIn } from '@jielong/members-contract/schemas';
import { Answer } from '@jielong/platform';
import { cookiesOf } from './cookies.js';
import type { Opened } from './open-session.js';

/** A session in the way in which it is to be kept: nothing that opens it is where scripts of a page could read it. */
export function signedIn(opened: Opened, keep: 'cookie' | 'token'): Answer<SignedIn> {
  if (keep === 'token') return new Answer(201, opened, { 'Cache-Control': 'no-store' });
  const { token: _, device: __, ...shown } = opened;
  return new Answer(201, shown, { 'Set-Cookie': cookiesOf(opened), 'Cache-Control': 'no-store' });
}
