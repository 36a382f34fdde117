import { DomainError } from '@jielong/kernel';
import { isKeyScope, type Permission } from '@jielong/members-contract';
import type { MembersErrorCode } from './errors.js';

/** Refuses a key for what a person has to do. */
export function checkScopes(scopes: readonly Permission[]): void {
  const personal = scopes.filter((scope) => !isKeyScope(scope));
  if (personal.length > 0) throw needsPerson(personal);
}

/** How a key stands. `replacement`: what an earlier rotation has made in its place, where nobody has revoked that. */
export interface KeyState {
  readonly isRevoked: boolean;
  readonly isExpired: boolean;
  readonly replacement: 'none' | 'unused' | 'used';
}

/** Refuses another key in the place of one that is over, or whose successor is in use; a successor that nobody has used may have been lost. */
export function checkRotation({ isRevoked, isExpired, replacement }: KeyState): void {
  if (isRevoked || isExpired) throw isOver();
  if (replacement === 'used') throw isRotated();
}

const needsPerson = (scopes: readonly Permission[]) =>
  new DomainError<MembersErrorCode>(
    'invalid',
    'scope-needs-person',
    {
      zh: `${scopes.join('、')} 要由登录的人来做，不能给 API 密钥。请从 scopes 里去掉。`,
      en: `${scopes.join(', ')}: for a person who has signed in, never for an API key. Leave it out of \`scopes\`.`,
    },
    { scopes },
  );
const isOver = () =>
  new DomainError<MembersErrorCode>('conflict', 'key-over', {
    zh: '这把密钥已作废或过期，不能更换。请另发一把（jielong key make）。',
    en: 'This key is revoked or expired: there is nothing to rotate. Make a new one (jielong key make).',
  });
const isRotated = () =>
  new DomainError<MembersErrorCode>('conflict', 'key-rotated', {
    zh: '这把密钥已换过，新的已在使用。要再换，请更换新的那一把（jielong key list）。',
    en: 'This key has been rotated and the new one is in use. Rotate that one (jielong key list).',
  });
