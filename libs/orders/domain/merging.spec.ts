import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinOrders, type MergingOrder } from './index.js';

const bundle = (code: string, limitPerHousehold: number) => ({
  bundle: code,
  name: code,
  unit: '份',
  limitPerHousehold,
  cap: 100,
  ordered: 0,
});
const bundles = [bundle('SC01', 2), bundle('JD01', 5)];
const order = (orderId: string, over: Partial<MergingOrder> = {}): MergingOrder => ({
  orderId,
  forHousehold: 'first',
  household: 'first',
  paidBy: 'first',
  mayCollect: [],
  pickupPointId: 'gate',
  fulfilment: 'pick-up',
  remark: null,
  items: { SC01: 1 },
  ...over,
});
const second = (orderId: string, over: Partial<MergingOrder> = {}) => order(orderId, { forHousehold: 'second', ...over });

describe('orders of a household that was merged', () => {
  test('alone, is the order of the household that it is now', () => {
    const { questions, ...joined } = joinOrders([second('b', { items: { SC01: 9 } })], bundles)[0] ?? { questions: undefined };
    expect(joined).toMatchObject({ orderId: 'b', before: 'second', household: 'first', items: { SC01: 9 }, joined: [] });
    expect(questions).toEqual([]);
  });

  test('are added to the one of the household that stays, whichever was seen first', () => {
    const joined = joinOrders([second('b', { items: { SC01: 1, JD01: 2 } }), order('a')], bundles);
    expect(joined).toEqual([expect.objectContaining({ orderId: 'a', joined: ['b'], items: { SC01: 2, JD01: 2 }, questions: [] })]);
  });

  test('of several that were merged into one without an order are one: the first seen', () => {
    const third = order('c', { forHousehold: 'third', items: { JD01: 1 } });
    expect(joinOrders([second('b'), third], bundles)).toMatchObject([{ orderId: 'b', joined: ['c'], items: { SC01: 1, JD01: 1 } }]);
  });

  test('keep who may collect, but the household itself, and every remark', () => {
    const joined = joinOrders(
      [order('a', { mayCollect: ['son'], remark: '少辣' }), second('b', { mayCollect: ['first', 'son', 'friend'], remark: '放门口' })],
      bundles,
    );
    expect(joined[0]).toMatchObject({ mayCollect: ['son', 'friend'], remark: '少辣；放门口' });
  });

  test.each<[string, Partial<MergingOrder>, object[]]>([
    ['nothing that differs', {}, []],
    ['more than a household may have', { items: { SC01: 2 } }, [{ is: 'over-limit', bundle: 'SC01', portions: 3, limit: 2 }]],
    ['another payer', { paidBy: 'son' }, [{ is: 'other-payer', household: 'son' }]],
    ['another gate', { pickupPointId: 'other' }, [{ is: 'other-place', pickupPointId: 'other', fulfilment: 'pick-up' }]],
    ['another way', { fulfilment: 'to-door' }, [{ is: 'other-place', pickupPointId: 'gate', fulfilment: 'to-door' }]],
  ])('with %s are joined, and a person is told', (_, over, questions) => {
    const [joined] = joinOrders([order('a'), second('b', over)], bundles);
    expect(joined).toMatchObject({ orderId: 'a', paidBy: 'first', joined: ['b'], questions });
  });

  test('lose and gain no portion, and every one is kept or has ended in one that is', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            household: fc.constantFrom('x', 'y'),
            was: fc.constantFrom('x', 'y', 'z'),
            portions: fc.integer({ min: 1, max: 9 }),
          }),
          {
            minLength: 1,
          },
        ),
        (rows) => {
          const orders = rows.map(({ household, was, portions }, i) =>
            order(String(i), { household, forHousehold: was, items: { SC01: portions } }),
          );
          const joined = joinOrders(orders, bundles);
          const portions = (all: readonly { items: Readonly<Record<string, number>> }[]) =>
            all.reduce((total, { items }) => total + (items['SC01'] ?? 0), 0);
          expect(portions(joined)).toBe(portions(orders));
          expect(joined.flatMap((one) => [one.orderId, ...one.joined]).toSorted()).toEqual(orders.map(({ orderId }) => orderId).toSorted());
          expect(new Set(joined.map(({ household }) => household)).size).toBe(joined.length);
        },
      ),
    ));
});
