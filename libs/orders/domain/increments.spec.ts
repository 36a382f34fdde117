import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { regrown } from './increments.js';

const at = (portions: number, seenAt: string) => ({ portions, seenAt });

describe('the increments of an order line', () => {
  test('what comes later ranks at its own time', () => {
    expect(regrown([at(1, 't1')], 3, [at(2, 't2')])).toEqual([at(1, 't1'), at(2, 't2')]);
  });

  test('what goes is taken from the newest', () => {
    expect(regrown([at(2, 't1'), at(2, 't2')], 1, [])).toEqual([at(1, 't1')]);
    expect(regrown([at(2, 't1'), at(2, 't2')], 3, [])).toEqual([at(2, 't1'), at(1, 't2')]);
  });

  test('a line that comes back begins anew', () => {
    expect(regrown([], 2, [at(2, 't3')])).toEqual([at(2, 't3')]);
  });

  test('always come to the portions of the line, and older ones never lose before newer ones', () => {
    const increments = fc.array(fc.record({ portions: fc.integer({ min: 1, max: 5 }), seenAt: fc.constantFrom('t1', 't2', 't3') }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(increments, fc.integer({ min: 0, max: 30 }), increments, (before, portions, coming) => {
        const after = regrown(before, portions, coming);
        expect(after.reduce((sum, it) => sum + it.portions, 0)).toBe(portions);
        const kept = after.slice(0, before.length);
        kept.slice(0, -1).forEach((increment, i) => expect(increment).toEqual(before[i]));
      }),
    );
  });
});
