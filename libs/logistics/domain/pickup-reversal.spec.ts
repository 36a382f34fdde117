import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byBundle } from './pickup.js';
import { type GivenPickup, reversal } from './pickup-reversal.js';

const line = (orderLineId: string, bundle: string, portions: number) => ({ orderLineId, bundle, portions });
const pickup = (over: Partial<GivenPickup> = {}): GivenPickup => ({
  pickupId: 'p',
  given: [line('a', 'SC01', 2), line('b', 'JD01', 1), line('c', 'SC01', 1)],
  ended: false,
  ...over,
});

test('without lines, all that is still given is taken back', () => {
  expect(reversal(pickup(), { to: 'point' })).toEqual(pickup().given);
});
test('a part goes line by line', () => {
  expect(byBundle(reversal(pickup(), { to: 'point', lines: { SC01: 3 } }))).toEqual({ SC01: 3 });
  expect(reversal(pickup(), { to: 'missing', lines: { SC01: 1 } })).toEqual([line('a', 'SC01', 1)]);
});
test.each<[string, GivenPickup, Parameters<typeof reversal>[1], string]>([
  ['more than it gave', pickup(), { to: 'point', lines: { SC01: 4 } }, 'more-than-given'],
  ['a bundle that it did not give', pickup(), { to: 'point', lines: { RL01: 1 } }, 'more-than-given'],
  ['what was taken back already', pickup({ given: [] }), { to: 'point' }, 'already-reversed'],
  ['anything once the books are closed', pickup({ ended: true }), { to: 'point' }, 'books-closed'],
])('refuses %s', (_what, given, wish, code) => {
  expect(() => reversal(given, wish)).toThrow(expect.objectContaining({ code }));
});
test('takes back exactly what is asked, and never more of a line than it gave', () => {
  const given = fc.array(
    fc.record({ orderLineId: fc.uuid(), bundle: fc.constantFrom('SC01', 'JD01'), portions: fc.integer({ min: 1, max: 9 }) }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(given, fc.nat(), (lines, seed) => {
      const [bundle = '', all = 0] = Object.entries(byBundle(lines))[0] ?? [];
      const asked = 1 + (seed % all);
      const taken = reversal(pickup({ given: lines }), { to: 'point', lines: { [bundle]: asked } });
      expect(byBundle(taken)).toEqual({ [bundle]: asked });
      for (const it of taken) expect(lines.some((own) => own.orderLineId === it.orderLineId && own.portions >= it.portions)).toBe(true);
    }),
  );
});
