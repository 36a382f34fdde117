import { describe, expect, test } from '@jest/globals';
import { lastLine, outcome, readEntries } from './spec/round.js';

/** Entry after `1. 3-2-501 `, what it comes to. */
const wanted = (said: string): string => outcome(`1. 3-2-501 ${said}`).replace('3-2-501 ', '');
/** An entry of 3-2-501 below one with one A and one C. */
const changed = (said: string): string => {
  const { orders, reason } = lastLine(`1. 3-2-501 A1、C1\n2. 3-2-501 ${said}`);
  return reason ?? orders.map(({ action, items }) => `${action} ${Object.entries(items).flat().join('')}`.trim()).join('; ');
};

describe('repeats of a household', () => {
  test.each([
    ['改成B1', 'replace RL1'],
    ['更正：B1，A2', 'replace RL1SC2'],
    ['鸡蛋改成2份', 'set_item JD2'],
    ['A、C改成各2份', 'set_item SC2JD2'],
    ['再加B1', 'add RL1'],
    ['鸡蛋再加1份', 'add JD1'],
    ['取消', 'cancel'],
    ['全部不要了', 'cancel'],
    ['取消鸡蛋', 'cancel_item JD0'],
    ['鸡蛋不要了，蔬菜改成2份', 'cancel_item JD0; set_item SC2'],
    ['取消鸡蛋1份', 'cancel_item JD0'],
    ['取消鸡蛋2份', 'unreadable_quantity'],
    ['鸡蛋改成肉1份', 'ambiguous_item'],
    ['肉改成2份', 'nothing_to_change'],
    ['取消肉', 'nothing_to_change'],
    ['再加', 'missing_item'],
    ['再加A2', 'over_limit'],
    ['A1、C1', 'possible_duplicate'],
  ])('%s: %s', (said, result) => expect(changed(said)).toBe(result));

  test.each(['改成A1', '再加A1', '取消', 'A改成2份'])('%s with nothing counted above finds nothing to change', (said) =>
    expect(wanted(said)).toBe('nothing_to_change'),
  );

  test('a held entry counts as no order; after a cancellation a plain entry is a new one', () => {
    const { orders } = readEntries('1. 3-2-501 A3\n2. 3-2-501 A1\n3. 3-2-501 取消\n4. 3-2-501 C2，东门取\n5. 3-2-501 再加A1');
    expect(orders).toMatchObject([{ items: { SC: 1, JD: 2 }, from: ['13.1', '14.1'], gate: '东门' }]);
  });

  test('an order left without items is gone, and its gate with it', () => {
    expect(readEntries('1. 3-2-501 A1，东门取\n2. 3-2-501 取消蔬菜').orders).toEqual([]);
    expect(readEntries('1. 3-2-501 A1，东门取\n2. 3-2-501 取消蔬菜\n3. 3-2-501 A1').orders).toMatchObject([{ gate: '西门' }]);
  });

  test('over the limit, what was counted before stays', () => {
    expect(readEntries('1. 3-2-501 A1\n2. 3-2-501 再加A2、C1').orders).toMatchObject([{ items: { SC: 1 }, from: ['10.1'] }]);
  });
});

describe('same as above', () => {
  test.each([
    ['1. 3-2-501 A2\n你好\n2.\n3. 3-2-502 同上', '3-2-502 SC2'],
    ['1. 3-2-501 A1，代502 B1\n2. 3-2-601 同楼上', '3-2-601 RL1'],
    ['1. 3-2-501 A1\n2. 3-2-501 改成B2\n3. 3-2-601 跟上面一样', '3-2-601 RL2'],
    ['1. 3-2-501 A1\n2. 3-2-502 同上\n3. 3-2-601 同上', '3-2-601 SC1'],
    ['1. 3-2-501 A1\n2. 3-2-501 再加B1\n3. 3-2-601 同上', 'unclear_same_as_above'],
    ['1. 3-2-501 A3\n2. 3-2-601 同上', 'unclear_same_as_above'],
    ['1. 3-2-501 同上', 'unclear_same_as_above'],
    ['1. 3-2-501 A1\n2. 3-2-601 同上，B1', 'unclear_same_as_above'],
  ])('%j: %s', (said, result) => expect(outcome(said)).toBe(result));
});

describe('proxies', () => {
  test.each([
    ['3-2-501 代502 A1', [['3-2-502', '3-2-501']]],
    [
      '3-2-501 A1，帮3-1-501 C1',
      [
        ['3-2-501', '3-2-501'],
        ['3-1-501', '3-2-501'],
      ],
    ],
    [
      '3-2-501 A1 替502 A1 替601 A1',
      [
        ['3-2-501', '3-2-501'],
        ['3-2-502', '3-2-501'],
        ['3-2-601', '3-2-501'],
      ],
    ],
    ['3-2-501 帮楼上王奶奶601 A1', [['3-2-601', '3-2-501']]],
    ['志愿者小陈 代3-2-501 A1', [['3-2-501', '志愿者小陈']]],
    ['志愿者小陈代3-2-501 A1', [['3-2-501', '志愿者小陈']]],
    ['8栋501 代502 A1', [['8-1-502', '8-1-501']]],
    ['代3-2-501 A1', [['3-2-501', null]]],
  ])('%s', (said, orders) => expect(lastLine(`1. ${said}`).orders.map(({ room, placedBy }) => [room, placedBy])).toEqual(orders));

  test.each([
    ['3-2-501 帮楼上王奶奶 A1', 'unclear_beneficiary'],
    ['3-2-501 代我妈 A1', 'unclear_beneficiary'],
    ['3-2-501 A1，帮隔壁带C1', 'unclear_beneficiary'],
    ['帮楼上王奶奶 3-2-501 A1', 'unclear_beneficiary'],
    ['志愿者小陈 代501 A1', 'incomplete_room'],
    ['志愿者小陈 A1 代3-2-501 C1', 'incomplete_room'],
    ['3-2-599 代3-2-501 A1', 'unknown_room'],
    ['3-2-501 代501和502 A1', 'several_rooms'],
    ['3-2-501 代502', 'missing_item'],
    ['3-2-501 A1，帮忙送上楼', '3-2-501 SC1'],
    ['3-2-501 A1，麻烦帮我放门口', '3-2-501 SC1'],
  ])('%s: %s', (said, result) => expect(outcome(`1. ${said}`)).toBe(result));
});
