import { describe, expect, it } from '@jest/globals';
import type { AllocationRule } from '@jielong/orders-contract';
import { allocate, type Share } from './allocation.js';
import type { Claim } from './claim.js';

const claim = (id: string, minute: number, portions: number, more: Partial<Claim> = {}): Claim => ({
  orderLineId: id,
  inPlaceOf: null,
  bundle: 'SC01',
  point: 'north',
  increments: [{ portions, seenAt: `2026-11-24T20:${String(minute).padStart(2, '0')}:00.000000Z` }],
  place: 0,
  priority: false,
  shortBefore: 0,
  floor: 0,
  before: portions,
  ...more,
});
const divide = (rule: AllocationRule, claims: readonly Claim[], portions: number, seed = 'run'): Record<string, number> =>
  byLine(
    allocate({
      rule,
      seed,
      claims,
      pools: [{ bundle: 'SC01', points: ['north'], portions }],
      isPickupOver: false,
      names: { SC01: '蔬菜包' },
    }),
  );
const byLine = (shares: readonly Share[]) => Object.fromEntries(shares.map(({ orderLineId, portions }) => [orderLineId, portions]));

describe('one-each-first', () => {
  it('gives everybody one before anybody two', () => {
    expect(divide('one-each-first', [claim('early', 1, 2), claim('late', 9, 1)], 2)).toEqual({ early: 1, late: 1 });
  });
  it('serves by first sight where not even one each is there', () => {
    expect(divide('one-each-first', [claim('late', 9, 1), claim('early', 1, 1)], 1)).toEqual({ early: 1, late: 0 });
  });
  it('gives the second portions by first sight', () => {
    expect(divide('one-each-first', [claim('late', 9, 2), claim('early', 1, 2)], 3)).toEqual({ early: 2, late: 1 });
  });
  it('serves whoever went short before first among equals', () => {
    expect(divide('one-each-first', [claim('early', 1, 1), claim('unlucky', 9, 1, { shortBefore: 1 })], 1)).toEqual({
      early: 0,
      unlucky: 1,
    });
  });
});

it('first-come: an increase ranks at its own time', () => {
  const grown = claim('grown', 1, 1, {
    increments: [
      { portions: 1, seenAt: '2026-11-24T20:01:00.000000Z' },
      { portions: 1, seenAt: '2026-11-24T20:30:00.000000Z' },
    ],
  });
  expect(divide('first-come', [grown, claim('between', 9, 2)], 3)).toEqual({ grown: 1, between: 2 });
});

it('priority-first: a priority household is served before all others', () => {
  expect(divide('priority-first', [claim('early', 1, 1), claim('elderly', 9, 2, { priority: true })], 2)).toEqual({ early: 0, elderly: 2 });
});

it('lot: the same seed draws the same, another draws otherwise', () => {
  const claims = Array.from({ length: 20 }, (_, i) => claim(`line-${i}`, i, 1));
  expect(divide('lot', claims, 10, 'a')).toEqual(divide('lot', claims.toReversed(), 10, 'a'));
  expect(divide('lot', claims, 10, 'a')).not.toEqual(divide('lot', claims, 10, 'b'));
});

it('serves by line what was pasted at one moment', () => {
  const pasted = [claim('a', 1, 1, { place: 9_001 }), claim('b', 1, 1, { place: 4_001 })];
  expect(divide('first-come', pasted, 1)).toEqual({ a: 0, b: 1 });
  expect(divide('one-each-first', pasted, 1)).toEqual({ a: 0, b: 1 });
});

it('never takes back what is handed out', () => {
  expect(divide('first-come', [claim('early', 1, 2), claim('served', 9, 2, { floor: 2 })], 2)).toEqual({ early: 0, served: 2 });
});

it('says in both languages what there is and who gets what, to those alone who get less', () => {
  const claims = [claim('early', 1, 2), claim('late', 9, 2)];
  const pools = [{ bundle: 'SC01', points: ['north'], portions: 3 }];
  const shares = allocate({ rule: 'one-each-first', seed: 'run', claims, pools, isPickupOver: false, names: { SC01: '蔬菜包' } });
  expect(shares.find(({ orderLineId }) => orderLineId === 'early')?.sentence).toBeNull();
  expect(shares.find(({ orderLineId }) => orderLineId === 'late')?.sentence).toEqual({
    zh: '蔬菜包共订 4 份，现有 3 份，先保证每户一份，其余按登记先后分配，这一户由 2 份改为 1 份。',
    en: '4 of SC01 were ordered and 3 are there; divided so that everybody has one before anybody has two, then by order of first sight, this household gets 1 instead of 2.',
  });
});
