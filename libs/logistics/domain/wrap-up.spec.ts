import { describe, expect, test } from '@jest/globals';
import { readWrapUp, type ListedOrder, type PaperPage } from './wrap-up.js';

const order = (orderId: string, building: string, unit: string | null, room: string, egg = 2): ListedOrder => ({
  orderId,
  householdId: orderId,
  building,
  unit,
  room,
  lines: [
    { bundle: 'SC01', portions: 1, handedOut: 0 },
    { bundle: 'JD01', portions: egg, handedOut: 0 },
  ],
});
const register = {
  orders: [order('a', '3', '2', '501'), order('b', '8', '1', '301'), order('c', '8', '2', '301'), order('d', '12', null, '7')],
  bundles: new Map([
    ['SC01', '蔬菜包'],
    ['SC02', '根茎菜包'],
    ['JD01', '鸡蛋'],
  ]),
  pages: new Map([['ABCD2345', ['a', 'b']]]),
};
const read = (text: string, page?: string) => readWrapUp([{ text, page }], register);
const everything = (orderId: string) => ({ orderId, bundle: null, portions: null });
const egg = (orderId: string, portions = 1) => ({ orderId, bundle: 'JD01', portions });

describe('paper that can be read', () => {
  test.each([
    ['all', []],
    ['都取了', []],
    ['全部都领了。', []],
    ['all except 3-2-501, 8-1-301 (1 egg)', [everything('a'), egg('b')]],
    ['All but 3栋2单元501 and 8-1-301 (eggs x2)', [everything('a'), egg('b', 2)]],
    ['除 3-2-501、8-1-301（鸡蛋1）外都取了', [everything('a'), egg('b')]],
    ['除了3栋2单元501以外，其余都已领走', [everything('a')]],
    ['all except 8-1-301 (JD01 2, 蔬菜包1)', [egg('b', 2), { orderId: 'b', bundle: 'SC01', portions: 1 }]],
    ['all except 12-7', [everything('d')]],
    ['all except ８号楼２门３０１室', [everything('c')]],
  ])('%s', (text, exceptions) => {
    const { exceptions: found, unreadable } = read(text);
    expect({ found, unreadable }).toEqual({ found: exceptions, unreadable: [] });
  });

  test('names the orders of the pages that were named, and joins several pages', () => {
    const pages: PaperPage[] = [{ page: 'abcd2345', text: 'all except 3-2-501' }, { text: 'all except 8-2-301' }];
    expect(readWrapUp(pages, register)).toEqual({
      exceptions: [everything('a'), everything('c')],
      listed: ['a', 'b'],
      unreadable: [],
    });
  });
});

describe('paper that cannot be read for certain', () => {
  test.each([
    ['nearly everybody came', 'unreadable-text'],
    ['3-2-501', 'unreadable-text'],
    ['取', 'unreadable-text'],
    ['all except the grandmother', 'unreadable-room'],
    ['all except 3-2-502', 'no-such-order'],
    ['all except 8-301', 'several-orders'],
    ['all except 3-2-501, 3栋2单元501', 'named-twice'],
    ['all except 8-1-301 (1 cake)', 'unknown-bundle'],
    ['all except 8-1-301 (菜1)', 'unknown-bundle'],
    ['all except 8-1-301 (3 eggs)', 'more-than-theirs'],
    ['all except 8-1-301 (0 eggs)', 'unreadable-count'],
    ['all except 8-1-301 ()', 'unreadable-count'],
    ['all except 8-1-301 (1 egg', 'unreadable-room'],
  ])('%s: %s', (text, code) => {
    expect(read(text).unreadable.map((it) => it.code)).toContain(code);
  });

  test('says every piece, and of which page', () => {
    const pages = [{ text: 'all except 3-2-501, 9-9-999' }, { page: 'ZZZZ9999', text: 'all except nobody' }];
    expect(readWrapUp(pages, register).unreadable).toEqual([
      { page: 2, piece: 'ZZZZ9999', code: 'unknown-page' },
      { page: 1, piece: '9-9-999', code: 'no-such-order' },
      { page: 2, piece: 'nobody', code: 'unreadable-room' },
    ]);
  });

  test('a household that is not on the page', () => {
    expect(read('all except 8-2-301', 'ABCD2345').unreadable).toEqual([{ page: 1, piece: '8-2-301', code: 'not-on-page' }]);
  });
});
