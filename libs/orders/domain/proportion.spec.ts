import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inProportion } from './proportion.js';

it('gives the largest remainders what is left over', () => {
  expect(inProportion(10, { a: 5, b: 4, c: 2 })).toEqual({ a: 4, b: 4, c: 2 });
});
it('gives nothing where nothing is wanted', () => {
  expect(inProportion(3, { a: 0, b: 0 })).toEqual({ a: 0, b: 0 });
});
it('gives exactly the total, never above a weight, and never off by a whole portion', () => {
  const weights = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 1_000 }));
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (wanted, part) => {
      const sum = Object.values(wanted).reduce((all, weight) => all + weight, 0);
      const total = Math.floor(sum * part);
      const parts = inProportion(total, wanted);
      expect(Object.values(parts).reduce((all, given) => all + given, 0)).toBe(total);
      for (const [key, given] of Object.entries(parts)) {
        expect(given).toBeLessThanOrEqual(wanted[key] ?? 0);
        expect(Math.abs(given - (total * (wanted[key] ?? 0)) / Math.max(1, sum))).toBeLessThan(1);
      }
    }),
    { numRuns: 2_000 },
  );
});
