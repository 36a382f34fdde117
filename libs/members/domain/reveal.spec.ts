import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkReveal, maskedPhone } from './reveal.js';

describe('a telephone is shown as', () => {
  test.each([
    ['13800000001', '138****0001'],
    ['138-0000-0001', '138****0001'],
    ['+86 138 0000 0001', '138****0001'],
    ['１３８００００0001', '138****0001'],
    ['0278600001', '****01'],
    ['8600001', '****01'],
    ['110', '****'],
    ['不详', '****'],
    [' ', ''],
    ['', ''],
  ])('%j: %j', (phone, shown) => expect(maskedPhone(phone)).toBe(shown));

  test('never with more than seven digits, and never with all of them', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[+0-9() -]{0,30}$/), (phone) => {
        const [shown, digits] = [maskedPhone(phone).replace(/\D/g, ''), phone.replace(/\D/g, '')];
        expect(shown.length).toBeLessThanOrEqual(Math.min(7, Math.max(0, digits.length - 4)));
      }),
    ));
});

describe('a reveal', () => {
  test.each([
    [{ subjects: 0, isAmongThem: false }, 20],
    [{ subjects: 19, isAmongThem: false }, 20],
    [{ subjects: 20, isAmongThem: true }, 20],
  ])('%j of %d is allowed', (today, limit) => expect(() => checkReveal(today, limit)).not.toThrow());

  test.each([
    [{ subjects: 20, isAmongThem: false }, 20],
    [{ subjects: 0, isAmongThem: false }, 0],
  ])('%j of %d is refused, with what to do', (today, limit) => expect(() => checkReveal(today, limit)).toThrow(/Ask the coordinator/));
});
