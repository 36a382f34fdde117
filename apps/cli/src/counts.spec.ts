import { expect, test } from '@jest/globals';
import { collect, countsOf, wholeNumber } from './counts.js';
import { Misuse } from './failure.js';

test('portions are written CODE=PORTIONS, repeated or with commas', () => {
  expect(countsOf(['SC01=2', 'RL01=1,JD01=0'], '--item')).toEqual({ SC01: 2, RL01: 1, JD01: 0 });
  expect(countsOf(undefined, '--item')).toEqual({});
});

test.each(['SC01', 'SC01=', '=2', 'SC01=two', 'SC01=-1', 'SC01=1.5', ''])('%j is no count, and the option is named', (text) => {
  expect(() => countsOf([text], '--item')).toThrow(Misuse);
  expect(() => countsOf([text], '--item')).toThrow('--item');
});

test('a repeatable option keeps what came before', () => expect(collect('b', ['a'])).toEqual(['a', 'b']));

test.each(['', 'x', '1.5', '-3', '1e3'])('%j is no whole number', (text) => expect(() => wholeNumber(text)).toThrow(Misuse));
test('a whole number is one', () => expect(wholeNumber('3000')).toBe(3_000));
