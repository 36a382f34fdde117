import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { neutral, plainCell } from './formulas.js';

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+86 199', "'+86 199"],
    ['-', "'-"],
    ['@all', "'@all"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ["'=x", "''=x"],
    ["'quoted", "'quoted"],
    ['3-2-501', '3-2-501'],
    ['', ''],
  ])('%j is written %j', (cell, written) => expect(neutral(cell)).toBe(written));

  test('is read again as it was, whatever stands in it, and never runs', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+@\t\r-].{0,5}$/));
    fc.assert(
      fc.property(cell, (text) => {
        expect(plainCell(neutral(text))).toBe(text);
        expect(neutral(text)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
