import { describe, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import { checkDevices, checkPosts, checkStands, checkUntil } from './shift.js';

const codeOf = (check: () => void): string => {
  try {
    check();
    return 'allowed';
  } catch (error) {
    return error instanceof DomainError ? error.code : 'a fault';
  }
};

const now = new Date('2026-11-25T08:00:00+08:00');
describe('a shift that begins at eight', () => {
  test.each([
    ['2026-11-25T12:00:00+08:00', 'allowed'],
    ['2026-11-26T08:00:00+08:00', 'allowed'],
    ['2026-11-26T08:00:00.001+08:00', 'not-within-a-day'],
    ['2026-11-25T08:00:00+08:00', 'not-within-a-day'],
    ['2026-11-24T20:00:00+08:00', 'not-within-a-day'],
  ])('and ends at %s: %s', (until, answer) => expect(codeOf(() => checkUntil(new Date(until), now))).toBe(answer));
});

test.each([
  ['D003', 'allowed'],
  ['D010', 'not-of-this-gate'],
  ['', 'not-of-this-gate'],
])('at a gate of D003 and D004 stands %j: %s', (person, answer) =>
  expect(codeOf(() => checkStands([{ code: 'D003' }, { code: 'D004' }], person))).toBe(answer),
);

test.each([
  [checkDevices, 39, 'allowed'],
  [checkDevices, 40, 'too-many-devices'],
  [checkPosts, 47, 'allowed'],
  [checkPosts, 48, 'too-many-changes'],
])('%p after %d: %s', (check, before, answer) => expect(codeOf(() => check(before))).toBe(answer));
