import { describe, expect, test } from '@jest/globals';
import { type FindableOrder, type ScanBy, findOrder, flagsOf } from './scan.js';

const order = (orderId: string, more: Partial<FindableOrder> = {}): FindableOrder => ({
  orderId,
  runId: 'run',
  pointId: 'south',
  pointName: '南门',
  lines: [],
  earlier: [],
  householdId: `h-${orderId}`,
  building: '3',
  unit: '2',
  room: '501',
  maskedName: '张**',
  code: '123456',
  token: 'token',
  ...more,
});
const find = (orders: readonly FindableOrder[], by: ScanBy, householdId?: string) => {
  const found = findOrder(orders, { runId: 'run', by, householdId });
  return 'order' in found ? found.order.orderId : found.problem.code;
};

describe('an order is found', () => {
  test.each<[ScanBy]>([
    [{ room: '3栋2单元501' }],
    [{ room: '３#２-５０１' }],
    [{ room: '三栋二单元五零一' }],
    [{ room: '3-501' }],
    [{ code: '123456' }],
    [{ token: 'token' }],
    [{ orderId: 'a' }],
  ])('by %j', (by) => expect(find([order('a')], by)).toBe('a'));

  test('in a village without units', () => expect(find([order('a', { unit: null })], { room: '3栋501' })).toBe('a'));

  test.each<[string, ScanBy, string]>([
    ['another room', { room: '3-2-502' }, 'unknown-code'],
    ['another unit', { room: '3-1-501' }, 'unknown-code'],
    ['another code', { code: '654321' }, 'unknown-code'],
    ['no room at all', { room: '501' }, 'unreadable-room'],
  ])('not by %s', (_says, by, code) => expect(find([order('a')], by)).toBe(code));

  test('only by choice where a room has several households', () => {
    const room = [order('a'), order('b', { maskedName: '李**' })];
    expect(find(room, { room: '3-2-501' })).toBe('several-households');
    expect(find(room, { room: '3-2-501' }, 'h-b')).toBe('b');
    expect(find(room, { orderId: 'b' })).toBe('b');
    const found = findOrder(room, { runId: 'run', by: { room: '3-2-501' } });
    expect('problem' in found && found.problem.details['choices']).toEqual([
      { orderId: 'a', householdId: 'h-a', maskedName: '张**' },
      { orderId: 'b', householdId: 'h-b', maskedName: '李**' },
    ]);
  });

  test('only by choice where the unit is left out and two units have that room', () =>
    expect(find([order('a'), order('b', { unit: '1' })], { room: '3-501' })).toBe('several-households'));

  test('in its own run first; a code of another run is found all the same, so that the place can be named', () => {
    const other = order('other', { runId: 'another' });
    expect(find([other, order('a')], { code: '123456' })).toBe('a');
    expect(find([other], { code: '123456' })).toBe('other');
    expect(find([other], { room: '3-2-501' })).toBe('unknown-code');
  });
});

const now = new Date('2026-11-25T14:00:00Z');
test.each([
  ['2026-11-25T13:00:00Z', []],
  ['2026-11-25T14:04:00Z', []],
  ['2026-11-25T14:06:00Z', ['given-in-the-future']],
  ['2026-11-20T00:00:00Z', ['given-before-the-run']],
])('given at %s: %j', (givenAt, flags) => expect(flagsOf(new Date(givenAt), now, new Date('2026-11-25T12:00:00Z'))).toEqual(flags));
