import { expect, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { differences } from './report-options.js';

const actor = 'D001';

test('a purchase says what was bought, at which price, and its receipt', () => {
  expect(differences.confirmPurchase.bodyOf({ actor, bought: ['RL01=38', 'JD01=55@2300'], receipt: '88' })).toEqual({
    bought: { RL01: { portions: 38 }, JD01: { portions: 55, priceFen: 2_300 } },
    receipt: { number: '88' },
  });
});
test('a purchase without receipt says why', () => {
  expect(differences.confirmPurchase.bodyOf({ actor, withoutReceipt: 'market stall' })).toEqual({
    receipt: { noneBecause: 'market stall' },
  });
  expect(() => differences.confirmPurchase.bodyOf({ actor })).toThrow(Misuse);
});
test.each(['RL01', 'RL01=x', 'RL01=1@', '=1'])('bought as %j is no purchase', (text) =>
  expect(() => differences.confirmPurchase.bodyOf({ actor, bought: [text], receipt: '88' })).toThrow(Misuse),
);
test('a handoff names both parties; by default the driver hands over to whoever reports', () => {
  expect(differences.confirmHandoff.bodyOf({ actor })).toEqual({ handedOverBy: { role: 'driver' }, receivedBy: { person: 'D001' } });
  expect(
    differences.confirmHandoff.bodyOf({ actor, from: 'D018', to: 'guard', stop: 's', damaged: ['SC01=1'], missing: ['SC01=2'] }),
  ).toEqual({
    ...{ at: 's', handedOverBy: { person: 'D018' }, receivedBy: { role: 'guard' } },
    lines: [{ bundle: 'SC01', missing: 2, damaged: 1 }],
  });
});
test('what becomes of the rest is written in one word', () => {
  expect(differences.disposeRemainder.bodyOf({ actor, rest: ['left:SC01=2>carried-out'] })).toEqual({
    lines: [{ place: 'left', bundle: 'SC01', portions: 2, to: 'carried-out' }],
  });
  expect(() => differences.disposeRemainder.bodyOf({ actor, rest: ['SC01=2'] })).toThrow(Misuse);
});
test('a point is closed as expected, or with what was counted', () => {
  expect(differences.closePickup.bodyOf({ actor })).toEqual({});
  expect(differences.closePickup.bodyOf({ actor, left: ['SC01=2'], point: 'p' })).toEqual({ left: { SC01: 2 }, at: 'p' });
});
