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
test('a count on a bus for several runs names the run in its line', () => {
  expect(differences.confirmLoading.bodyOf({ actor, portions: ['SC01:r1=2', 'SC01:r2=3'], damaged: ['SC01:r2=1'] })).toEqual({
    lines: [
      { bundle: 'SC01', run: 'r1', portions: 2 },
      { bundle: 'SC01', run: 'r2', portions: 3, damaged: 1 },
    ],
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
test('a count may say that there was more than expected', () => {
  expect(differences.confirmLoading.bodyOf({ actor, portions: ['SC01=12'], surplus: ['SC01=2'] })).toEqual({
    lines: [{ bundle: 'SC01', portions: 12, surplus: 2 }],
  });
});
test('what happened to goods is written in one word', () => {
  const event = ['damaged:SC01=1@pickup-point', 'donated:JD01=10@pickup-point:p', 'sorted:DC01=2@supplier>SC01=20'];
  expect(differences.noteGoods.bodyOf({ actor, event })).toEqual({
    events: [
      { what: 'damaged', bundle: 'SC01', portions: 1, at: 'pickup-point' },
      { what: 'donated', bundle: 'JD01', portions: 10, at: 'pickup-point', ref: 'p' },
      { what: 'sorted', bundle: 'DC01', portions: 2, at: 'supplier', into: { bundle: 'SC01', portions: 20 } },
    ],
  });
  expect(differences.noteGoods.bodyOf({ actor, event: ['moved:SC01=4@pickup-point:north>south'] })).toEqual({
    events: [{ what: 'moved', bundle: 'SC01', portions: 4, at: 'pickup-point', ref: 'north', to: 'south' }],
  });
  const run = '0193a1b2-0000-7000-8000-000000000001';
  expect(differences.noteGoods.bodyOf({ actor, event: [`passed-on:SC01=2@bus:${run}>${run}@pickup-point:${run}`] })).toEqual({
    events: [{ what: 'passed-on', bundle: 'SC01', portions: 2, at: 'bus', ref: run, to: { run, at: 'pickup-point', ref: run } }],
  });
  for (const event of [
    'sorted:DC01=2@supplier',
    `passed-on:SC01=2@bus>${run}`,
    'moved:SC01=4@pickup-point:north',
    'moved:SC01=4@pickup-point:north>south=2',
  ])
    expect(() => differences.noteGoods.bodyOf({ actor, event: [event] })).toThrow(Misuse);
  expect(() => differences.noteGoods.bodyOf({ actor, event: ['lost:DC01=2@bus'] })).toThrow(Misuse);
});
test('a handoff is contested by who counted again, and decided by a count', () => {
  expect(differences.contestHandoff.bodyOf({ actor, portions: ['SC01=9'], countedBy: 'driver' })).toEqual({
    lines: [{ bundle: 'SC01', portions: 9 }],
    countedBy: { role: 'driver' },
  });
  expect(differences.decideDispute.bodyOf({ actor, counts: 'second', stop: 's' })).toEqual({ at: 's', counts: 'second' });
  expect(differences.decideDispute.bodyOf({ actor, portions: ['SC01=9'] })).toEqual({ counts: [{ bundle: 'SC01', portions: 9 }] });
  expect(() => differences.decideDispute.bodyOf({ actor })).toThrow(Misuse);
});
test('a bus is diverted to another, to the supplier or to the store', () => {
  expect(differences.divertTrip.bodyOf({ actor, to: 'store' })).toEqual({ to: 'store' });
  expect(differences.divertTrip.bodyOf({ actor, to: 'trip-2' })).toEqual({ to: { trip: 'trip-2' } });
});
test('a wrap-up names what was read, and what was counted left', () => {
  expect(differences.wrapUp.bodyOf({ actor, wrapUp: 'w', left: ['SC01=2'] })).toEqual({ wrapUp: 'w', left: { SC01: 2 } });
});
