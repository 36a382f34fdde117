import { expect, test } from '@jest/globals';
import { fitting } from './joining.js';

const bundle = (code: string, cap: number, ordered = 0, limitPerHousehold = 5) => ({
  ...{ bundle: code, name: code, unit: '份', cap, ordered, limitPerHousehold },
});
const order = (orderId: string, items: Record<string, number>, more: { forHousehold?: string; pickupPointId?: string } = {}) => ({
  ...{ orderId, forHousehold: `household ${orderId}`, pickupPointId: 'gate', items },
  ...more,
});
const into = { bundles: [bundle('SC01', 5, 1), bundle('JD01', 10)], points: new Set(['gate']), taken: new Set(['household taken']) };
const joining = (...orders: ReturnType<typeof order>[]) => fitting(orders, into).joining.map(({ orderId }) => orderId);

test('orders join as they were first seen, as long as something is left; a smaller one behind may still fit', () => {
  const orders = [order('a', { SC01: 2 }), order('b', { SC01: 3 }), order('c', { SC01: 2, JD01: 1 })];
  expect(fitting(orders, into)).toEqual({ joining: [orders[0], orders[2]], ordered: { SC01: 4, JD01: 1 } });
});

test.each([
  ['a bundle that is not open there', order('x', { SC01: 1, RL01: 1 })],
  ['more than a household may have', order('x', { JD01: 6 })],
  ['a household that has an order there', order('x', { SC01: 1 }, { forHousehold: 'household taken' })],
  ['a pickup point that is not used there', order('x', { SC01: 1 }, { pickupPointId: 'other gate' })],
])('an order stays behind whole: %s', (_why, left) => {
  expect(joining(left, order('a', { SC01: 1 }))).toEqual(['a']);
});
