import { expect, test } from '@jest/globals';
import { type CalendarDate, DomainError } from '@jielong/kernel';
import { checkDates } from './dates.js';

const now = new Date('2026-11-24T10:00:00+08:00');
const heard = (cutOffAt: string, serviceDate: string, at = now): string => {
  try {
    checkDates({ cutOffAt: new Date(cutOffAt), serviceDate: serviceDate as CalendarDate }, at);
    return 'accepted';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

test.each([
  ['the evening before', '2026-11-24T20:00:00+08:00', '2026-11-25', 'accepted'],
  ['the last moment of the day itself', '2026-11-26T00:00:00+08:00', '2026-11-25', 'accepted'],
  ['a moment after the day, in Shanghai', '2026-11-26T00:00:01+08:00', '2026-11-25', 'cut-off-after-service'],
  ['the day itself', '2026-11-24T08:00:00+08:00', '2026-11-24', 'accepted'],
  ['a day that was, typed in from paper', '2026-10-23T20:00:00+08:00', '2026-10-24', 'accepted'],
  ['a day too long past for that', '2026-10-22T20:00:00+08:00', '2026-10-23', 'service-date-is-past'],
  ['the year of the day mistyped', '2026-11-24T20:00:00+08:00', '2027-11-25', 'too-far-ahead'],
  ['a day of another century', '0026-11-24T20:00:00+08:00', '0026-11-25', 'service-date-is-past'],
  ['the year of the cut-off mistyped', '2062-11-24T20:00:00+08:00', '2026-11-25', 'cut-off-after-service'],
  ['the year of the cut-off mistyped the other way', '2016-11-24T20:00:00+08:00', '2026-11-25', 'cut-off-long-before'],
])('%s: %s for %s is %s', (_what, cutOffAt, serviceDate, expected) => {
  expect(heard(cutOffAt, serviceDate)).toBe(expected);
});

test('what day it is, is asked in Shanghai', () => {
  const [before, after] = [new Date('2026-11-24T23:59:59+08:00'), new Date('2026-11-25T00:00:01+08:00')];
  const on = (at: Date) => heard('2026-10-24T08:00:00+08:00', '2026-10-24', at);
  expect([on(before), on(after)]).toEqual(['accepted', 'service-date-is-past']);
});
