import { describe, expect, test } from '@jest/globals';
import { keyScopes, type Permission, permissions } from '@jielong/members-contract';
import fc from 'fast-check';
import { checkRotation, checkScopes, type KeyState } from './keys.js';

const all = Object.keys(permissions) as Permission[];
const personal = all.filter((permission) => !keyScopes.some((scope) => scope === permission));

describe('the scopes of a key', () => {
  test('may be all that programs do', () => expect(() => checkScopes(keyScopes)).not.toThrow());

  test('are refused with every one among them that needs a person, and with no other', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...keyScopes)),
        fc.uniqueArray(fc.constantFrom(...personal), { minLength: 1 }),
        (fit, not) => {
          expect(() => checkScopes([...fit, ...not])).toThrow(
            expect.objectContaining({ kind: 'invalid', code: 'scope-needs-person', details: { scopes: not } }),
          );
        },
      ),
    ));
});

describe('a rotation', () => {
  const good: KeyState = { isRevoked: false, isExpired: false, replacement: 'none' };
  test.each([
    ['of a key that is good', good],
    ['asked for again while nobody has used the new key', { ...good, replacement: 'unused' as const }],
  ])('%s is done', (_, state) => expect(() => checkRotation(state)).not.toThrow());

  test.each([
    ['of a revoked key', { ...good, isRevoked: true }, 'key-over'],
    ['of an expired key', { ...good, isExpired: true }, 'key-over'],
    ['of a key whose successor is in use', { ...good, replacement: 'used' as const }, 'key-rotated'],
  ])('%s is refused', (_, state, code) => expect(() => checkRotation(state)).toThrow(expect.objectContaining({ kind: 'conflict', code })));
});
