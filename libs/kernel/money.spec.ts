import { expect, test } from '@jest/globals';
import { fen, sumOf, times, yuan } from '@jielong/kernel';

test('money is whole fen, and anything else is a fault', () => {
  expect(yuan(sumOf([times(fen(3000), 2), fen(50)]))).toBe('60.50');
  for (const amount of [0.5, Number.NaN, Infinity, 2 ** 60]) expect(() => fen(amount)).toThrow(RangeError);
});
