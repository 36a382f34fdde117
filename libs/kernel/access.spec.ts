import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Belonging, covers, holdsAt, householdOf, mayAnywhere, mayAt } from './access.js';
import type { Scope } from './actor.js';

const southGate = { compound: 'LT', gate: '南门' };

describe('a scope takes in', () => {
  test.each<[string, Scope, Belonging[], boolean]>([
    ['everything, where it names nothing', {}, [], true],
    ['its compound', { compound: 'LT' }, [southGate], true],
    ['no other compound', { compound: 'YF' }, [southGate], false],
    ['one of several gates', southGate, [{ compound: 'LT', gate: '北门' }, southGate], true],
    ['no gate of the same name elsewhere', southGate, [{ compound: 'YF', gate: '南门' }], false],
    [
      'not what fits only in pieces',
      southGate,
      [
        { compound: 'LT', gate: '北门' },
        { compound: 'YF', gate: '南门' },
      ],
      false,
    ],
    ['no row of which nothing is known', { compound: 'LT' }, [], false],
    ['no row that has no such part', { team: '一队' }, [southGate], false],
    ['what nobody has said', { team: '一队' }, [{ team: null }], true],
    ['a building in its compound', { compound: 'LT', building: '7' }, [{ compound: 'LT', building: '7', unit: '2' }], true],
    ['not the whole compound for a building', { compound: 'LT', building: '7' }, [{ compound: 'LT' }], false],
  ])('%s', (_, scope, parts, taken) => expect(covers(scope, parts)).toBe(taken));

  const scopes = fc.record({ compound: fc.constantFrom('LT', 'YF'), gate: fc.constantFrom('南门', '北门') }, { requiredKeys: [] });
  test('less, the more it names; and the more, the more parts there are', () => {
    fc.assert(
      fc.property(scopes, scopes, fc.array(scopes), fc.array(scopes), (narrow, more, parts, others) => {
        const narrower = { ...narrow, ...more };
        const agrees = Object.entries(narrow).every(([fact, value]) => narrower[fact as keyof typeof narrower] === value);
        if (agrees && covers(narrower, parts)) expect(covers(narrow, parts)).toBe(true);
        if (covers(narrow, parts)) expect(covers(narrow, [...parts, ...others])).toBe(true);
      }),
    );
  });
});

const captain = { grants: [{ role: 'gate-captain', scope: southGate }] };
test('a role for a part opens nothing where no row is named, and each of several rows has to be in it', () => {
  expect(mayAnywhere(captain, ['gate-captain'])).toBe(false);
  expect(mayAt(captain, ['gate-captain'], [])).toBe(false);
  expect(mayAt(captain, ['gate-captain'], [[southGate], [southGate]])).toBe(true);
  expect(mayAt(captain, ['gate-captain'], [[southGate], [{ compound: 'YF', gate: '东门' }]])).toBe(false);
  expect(mayAt(captain, ['coordinator'], [[southGate]])).toBe(false);
});

test('whoever acts for a household is known by its scope, and people are not', () => {
  expect(householdOf({ grants: [{ role: 'household', scope: { household: 'h' } }] })).toBe('h');
  expect(householdOf({ grants: [{ role: 'building-captain', scope: { compound: 'LT', building: '7' } }] })).toBeUndefined();
  expect(householdOf({ grants: [] })).toBeUndefined();
});

const [from, until] = ['2026-11-25T08:00:00+08:00', '2026-11-25T12:00:00+08:00'];
test.each<[string, object, string, boolean]>([
  ['without end', {}, '2026-11-25T00:00:00Z', true],
  ['before it begins', { from, until }, '2026-11-24T23:59:59.999Z', false],
  ['as it begins', { from, until }, '2026-11-25T00:00:00Z', true],
  ['at its last moment', { from, until }, '2026-11-25T03:59:59.999Z', true],
  ['as it ends', { from, until }, '2026-11-25T04:00:00Z', false],
  ['for ever, once it has begun', { from }, '2030-01-01T00:00:00Z', true],
])('a grant for a time, %s', (_, grant, at, holds) => expect(holdsAt(grant, new Date(at))).toBe(holds));
