import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from './answers.js';
import { header, readEntries } from './spec/round.js';
import type { Reading } from './types.js';

const words = fc.constantFrom(
  ...[
    '3-2-501',
    '3栋2单元502',
    '8栋501',
    '3-501',
    '501',
    '代502',
    '帮隔壁',
    '云飞苑',
    '王阿姨',
    'Amy',
    '蔬菜包',
    '鸡蛋',
    '面',
    '牛奶',
    '啤酒',
  ],
  ...[
    'A',
    'C2',
    '2B',
    '1份',
    'x2',
    '两份',
    '半份',
    '各1份',
    '+',
    '、',
    '，',
    '或',
    '改成',
    '再加',
    '取消',
    '不要了',
    '同上',
    '我也要',
    '+1',
  ],
  ...['共2份', '98元', '（轻放）', '(', ')', '备注：放门卫', '不要土豆', '东门取', '尾号1234', '1234', '吗', '？', '🌸', ' 2. ', ' '],
);
const entry = fc
  .tuple(fc.constantFrom('1. ', '２、', ''), fc.array(words, { maxLength: 8 }))
  .map(([serial, said]) => serial + said.join(''));
const orderly = fc
  .tuple(
    fc.constantFrom('3-2-501', '3-2-502', '3-1-501', '8-501', '9-501'),
    fc.constantFrom('', '再加', '改成', '取消'),
    fc.constantFrom('A1', 'C2', 'B1', 'E5', 'A1、C1'),
  )
  .map((said) => `1. ${said.join(' ')}`);
const line = fc.oneof(
  { weight: 4, arbitrary: entry },
  { weight: 4, arbitrary: orderly },
  fc.constantFrom('截单', '合计：蔬菜包3份', '例 1-1-101 A1', '大家好', '备注：放门卫', '（轻放）', ''),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\n\r]/g, '')),
);
/** Begins with an entry, so that there is one. */
const chain = fc.array(line, { maxLength: 12 }).map((lines) => ['1. 3-2-501 A1', ...lines].join('\n'));

const holds = (property: (text: string) => void): void => fc.assert(fc.property(chain, property), { numRuns: 100 });
const without = ({ lines, orders, totals }: Reading, ...written: readonly ('text' | 'serial')[]): object => ({
  orders,
  totals,
  lines: lines.map((line) => Object.fromEntries(Object.entries(line).filter(([member]) => !written.some((each) => each === member)))),
});

describe('whatever is pasted below a header', () => {
  test('every line is listed once, in order, unless it is no line of its own', () => {
    holds((text) => {
      const { lines } = readEntries(text);
      const first = header.split('\n').length;
      const listed = new Set(lines.map(({ line }) => line - first));
      expect(new Set(lines.map(({ line, entry }) => `${line}.${entry}`)).size).toBe(lines.length);
      text.split('\n').forEach((said, at) => {
        if (/^(?:1\. |２、)(?!例)|^大家好/.test(said)) expect(listed).toContain(at);
      });
    });
  });

  test('sums are those of the orders, and no household gets more than its limit', () => {
    holds((text) => {
      const { orders, totals, lines } = readEntries(text);
      const portions = orders.flatMap(({ items }) => Object.values(items)).reduce((sum, count) => sum + count, 0);
      expect(totals).toMatchObject({ portions, households: orders.length, entries: totals.acceptedEntries + totals.heldEntries });
      expect(Object.values(totals.perGate).reduce((sum, count) => sum + count, 0)).toBe(portions);
      for (const { items } of orders) {
        for (const [code, count] of Object.entries(items))
          expect(count).toBeLessThanOrEqual(code === 'GM' ? Infinity : code === 'MF' ? 1 : 2);
      }
      for (const { status, choices, reasonText } of lines)
        expect([choices.length > 0, reasonText !== null]).toEqual([status === 'held', status === 'held']);
    });
  });

  test('it is read the same twice, and the same in full-width characters', () => {
    const wide = (text: string): string => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    holds((text) => {
      expect(readEntries(text)).toEqual(readEntries(text));
      expect(without(readEntries(wide(text)), 'text')).toEqual(without(readEntries(text), 'text'));
    });
  });

  test('dropping all that is held leaves the orders as they are', () => {
    holds((text) => {
      const reading = readEntries(text);
      const drop = reading.lines
        .filter(({ status }) => status === 'held')
        .map(({ fingerprint }): Answer => ({ fingerprint, choose: 'drop' }));
      const dropped = readEntries(text, drop);
      expect(dropped.orders).toEqual(reading.orders);
      expect(dropped.totals.heldEntries).toBe(0);
    });
  });

  test('what stands below an entry changes nothing that is said about it', () => {
    holds((text) => {
      const { lines } = readEntries(text);
      const grown = readEntries(`${text}\n9. 12-3-501 A1`).lines;
      expect(grown.slice(0, lines.length)).toEqual(lines);
    });
  });
});

test.each(['A1', '(', '3-2-501 ', ' 2. 3-2-502 ', '代', '代501', '各1', 'A取消', '一', '1', '，放', 'A或', '🌸', '備́́', ' 少a', '共1元'])(
  'a line of two thousand times %j is read all the same',
  (said) => {
    expect(readEntries(`1. 3-2-501 A1\n2. 3-2-502 ${said.repeat(2_000)}`).lines[0]?.status).toBe('accepted');
  },
);
