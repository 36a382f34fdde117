import { expect, test } from '@jest/globals';
import type { CalendarDate } from '@jielong/kernel';
import { defaultPolicies } from '@jielong/orders-contract';
import { dueAt } from './due-at.js';
import { stageWords } from './stage-words.js';

test('deadlines of the defaults: lock two hours after cut-off, the rest on the service date in Asia/Shanghai', () => {
  const due = dueAt(new Date('2026-11-24T20:00:00+08:00'), '2026-11-25' as CalendarDate, defaultPolicies.durations);
  expect(due).toMatchObject({
    lockOrders: '2026-11-24T14:00:00.000Z',
    confirmPurchase: '2026-11-25T04:00:00.000Z',
    confirmLoading: '2026-11-25T06:00:00.000Z',
    confirmHandoff: '2026-11-25T07:00:00.000Z',
    closePickup: '2026-11-25T12:00:00.000Z',
    approveSettlement: '2026-11-26T12:00:00.000Z',
  });
  expect(Date.parse(due.disposeRemainder)).toBeGreaterThan(Date.parse(due.closePickup));
  expect(Date.parse(due.disposeRemainder)).toBeLessThan(Date.parse(due.approveSettlement));
});

test('where the lock is due only after the purchase, everything after it is due so much later', () => {
  const dueOf = (cutOffAt: string) => dueAt(new Date(cutOffAt), '2026-11-25' as CalendarDate, defaultPolicies.durations);
  const { lockOrders: _early, ...early } = dueOf('2026-11-25T10:00:00+08:00'); // the lock is due with the purchase
  const { lockOrders, ...late } = dueOf('2026-11-25T13:30:00+08:00');
  expect([lockOrders, late.confirmPurchase]).toEqual(['2026-11-25T07:30:00.000Z', '2026-11-25T07:30:00.000Z']);
  const laterMs = Object.entries(late).map(([step, due]) => Date.parse(due) - Date.parse(early[step as keyof typeof early]));
  expect(new Set(laterMs)).toEqual(new Set([3.5 * 3_600_000]));
  expect(early.confirmPurchase).toBe('2026-11-25T04:00:00.000Z');
});

test.each([
  ['confirming', ['now', 'next', 'next', 'next', 'next']],
  ['purchasing', ['done', 'now', 'next', 'next', 'next']],
  ['distributing', ['done', 'done', 'now', 'now', 'now']],
  ['closed', ['done', 'done', 'done', 'done', 'done']],
  ['cancelled', ['off', 'off', 'off', 'off', 'off']],
] as const)('at %s the five words say where the run stands', (stage, states) => {
  expect(stageWords(stage).map(({ word }) => word)).toEqual(['接龙', '采购', '运输', '交接', '取货']);
  expect(stageWords(stage).map(({ state }) => state)).toEqual(states);
});
