import { expect, test } from '@jest/globals';
import { table, timeOf, yuanOf } from './output.js';

test('columns stand below each other, wide characters counted as two', () => {
  expect(
    table(
      [
        { 品名: '蔬菜包', 份: 2 },
        { 品名: 'SC', 份: null },
      ],
      'zh',
    ).split('\n'),
  ).toEqual(['品名    份', '蔬菜包  2', 'SC']);
});
test('headers are in the language asked for', () =>
  expect(table([{ 编码: 'SC01', 金额元: '30.50' }], 'en')).toBe('code  amount (yuan)\nSC01  30.50'));
test('nothing is said to be nothing', () => expect(table([], 'en')).toBe('（无 / none）'));
test('money is shown in yuan', () => expect([yuanOf(3_050), yuanOf(-5)]).toEqual(['30.50', '-0.05']));
test('times are those of the community', () => expect(timeOf('2026-11-24T12:00:00.000Z')).toBe('2026-11-24 20:00'));
