import { expect, test } from '@jest/globals';
import { freshCodes } from './codes.js';

test('codes are six digits, all different, and none of those taken', () => {
  const draws = [0, 0, 0.5, 0.999999];
  const codes = freshCodes(2, new Set(['100000']), () => draws.shift() ?? 0.25);
  expect(codes).toEqual(['550000', '999999']);
});

test('two thousand codes are two thousand codes', () => {
  let seed = 1;
  const codes = freshCodes(2_000, new Set(), () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
  expect(new Set(codes).size).toBe(2_000);
  expect(codes.every((code) => /^[1-9]\d{5}$/.test(code))).toBe(true);
});

test('asking for more than there are is a fault, not an endless search', () =>
  expect(() => freshCodes(900_001, new Set(), () => 0)).toThrow(RangeError));
