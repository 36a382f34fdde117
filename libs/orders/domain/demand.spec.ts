import { describe, expect, test } from '@jest/globals';
import { checkDemand, checkOrdering, differenceOf, type OpenBundle } from './demand.js';

const greens: OpenBundle = { bundle: 'SC01', name: '蔬菜包', unit: '份', limitPerHousehold: 2, cap: 10, ordered: 9 };
const eggs: OpenBundle = { bundle: 'JD01', name: '鸡蛋', unit: '板', limitPerHousehold: 2, cap: 10, ordered: 10 };
const bundles = [greens, eggs];
const at = (time: string) => new Date(`2026-11-24T${time}+08:00`);

describe('what a household may order', () => {
  test('the last portion can be had, one more cannot, and the refusal says how many are left', () => {
    expect(() => checkDemand({}, { SC01: 1 }, bundles)).not.toThrow();
    expect(() => checkDemand({}, { SC01: 2 }, bundles)).toThrow(
      expect.objectContaining({ code: 'sold-out', details: { bundle: 'SC01', left: 1, asked: 2 } }),
    );
  });

  test('what the household already has counts towards its limit', () => {
    expect(() => checkDemand({ SC01: 2 }, { SC01: 3 }, bundles)).toThrow(expect.objectContaining({ code: 'over-limit' }));
  });

  test('less is always possible, sold out or not', () => {
    expect(() => checkDemand({ JD01: 2, SC01: 5 }, { SC01: 4 }, bundles)).not.toThrow();
  });

  test('a bundle that is not open is named together with what is', () => {
    expect(() => checkDemand({}, { RL01: 1 }, bundles)).toThrow(
      expect.objectContaining({ code: 'bundle-not-open', details: { bundle: 'RL01', open: ['JD01', 'SC01'] } }),
    );
  });

  test('a difference names only what changes', () => {
    expect(differenceOf({ A: 1, B: 2, C: 1 }, { A: 1, B: 1, D: 2 })).toEqual({ B: -1, C: -1, D: 2 });
  });
});

describe('when it may be ordered', () => {
  const cutOffAt = at('20:00:00');

  test.each([
    ['a moment before cut-off', 'ordering', at('19:59:59.999'), 'self-service', undefined],
    ['at cut-off', 'ordering', at('20:00:00'), 'self-service', 'ordering-closed'],
    ['by staff after cut-off', 'ordering', at('20:10:00'), 'staff', undefined],
    ['closed early', 'confirming', at('19:00:00'), 'self-service', 'ordering-closed'],
    ['by staff while it is confirmed', 'confirming', at('20:30:00'), 'staff', undefined],
    ['by staff after the lock', 'purchasing', at('21:00:00'), 'staff', 'orders-locked'],
    ['after the lock', 'purchasing', at('21:00:00'), 'self-service', 'orders-locked'],
  ] as const)('%s', (_, stage, now, door, code) => {
    const check = () => checkOrdering({ stage, cutOffAt, now }, door);
    if (code) expect(check).toThrow(expect.objectContaining({ code }));
    else expect(check).not.toThrow();
  });
});
