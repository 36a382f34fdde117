import { describe, expect, test } from '@jest/globals';
import { outcome, readEntries, round } from './spec/round.js';

/** Entry after `1. 3-2-501 `, what it comes to. */
const wanted = (said: string): string => outcome(`1. 3-2-501 ${said}`).replace('3-2-501 ', '');

describe('items', () => {
  test.each([
    ['蔬菜包', 'SC1'],
    ['青菜+猪肉', 'SC1 RL1'],
    ['蔬菜包鸡蛋', 'SC1 JD1'],
    ['面粉1、面条1', 'MF1 GM1'],
    ['A蔬菜包2份', 'SC2'],
    ['面1份', 'ambiguous_item'],
    ['A或者C1份', 'ambiguous_item'],
    ['A/C', 'ambiguous_item'],
    ['A1 A1', 'ambiguous_item'],
    ['牛奶1箱', 'item_not_open'],
    ['A1 F1', 'unknown_item'],
    ['面包1份', 'unknown_item'],
    ['酸奶', 'unknown_item'],
    ['王阿姨 牛肉', 'unknown_item'],
    ['A1 辣条', 'unknown_item'],
    ['A1 放门卫', 'unknown_item'],
    ['Amy', 'missing_item'],
    ['', 'missing_item'],
    ['我也要', 'missing_item'],
    ['一份', 'missing_item'],
    ['+1', 'missing_item'],
  ])('%s: %s', (said, result) => expect(wanted(said)).toBe(result));

  test('an alias of several items means the one that is open', () => {
    const onlyFlour = { ...round, openBundles: round.openBundles.filter(({ code }) => code !== 'GM') };
    expect(readEntries('1. 3-2-501 面1', [], onlyFlour).orders[0]?.items).toEqual({ MF: 1 });
  });

  test('an item of the header that the run does not open is not open, by letter and by word', () => {
    const noEggs = { ...round, openBundles: round.openBundles.filter(({ code }) => code !== 'JD') };
    const { lines, openItems } = readEntries('1. 3-2-501 C1\n2. 3-2-502 蛋1', [], noEggs);
    expect(lines.map(({ reason }) => reason)).toEqual(['item_not_open', 'item_not_open']);
    expect(openItems.map(({ letter }) => letter).join('')).toBe('ABDE');
  });

  test('+n is n of the only open item', () => {
    const onlyEggs = { ...round, openBundles: round.openBundles.filter(({ code }) => code === 'JD') };
    expect(readEntries('1. 3-2-501 +2', [], onlyEggs).orders[0]?.items).toEqual({ JD: 2 });
    expect(readEntries('1. 3-2-501 2份', [], onlyEggs).lines[0]?.reason).toBe('missing_item');
  });
});

describe('quantities', () => {
  test.each([
    ...[
      '蔬菜包2份',
      '蔬菜包2',
      '蔬菜包 2份',
      '蔬菜包x2',
      '蔬菜包 ×2',
      '蔬菜包*2',
      '蔬菜包（2份）',
      '蔬菜包：2份',
      '蔬菜包两份',
      '蔬菜包二',
    ],
    ...[
      'A2',
      'A2份',
      'a2',
      'Ax2',
      'A×2',
      '2A',
      '2份蔬菜包',
      '两份蔬菜包',
      '我要2份蔬菜包',
      '蔬菜包要2份',
      '蔬菜包2️⃣份',
      '共2份：蔬菜包2份',
    ],
  ])('%s is two', (said) => expect(wanted(said)).toBe('SC2'));

  test.each([
    ['A2C1', 'SC2 JD1'],
    ['2A1C', 'SC2 JD1'],
    ['水果一份', 'unknown_item'],
    ['蔬菜包一份鸡蛋两份', 'SC1 JD2'],
    ['1份蔬菜包、2份鸡蛋', 'SC1 JD2'],
    ['A、C各2份', 'SC2 JD2'],
    ['蔬菜包鸡蛋各要一份', 'SC1 JD1'],
    ['B2，A、C各1份', 'RL2 SC1 JD1'],
    ['蔬菜包2份 鸡蛋', 'SC2 JD1'],
    ['蔬菜包 2份鸡蛋', 'SC1 JD2'],
    ['A1🌸2C', 'SC1 JD2'],
    ['蔬菜包2份鸡蛋', 'unreadable_quantity'],
    ['挂面十二把', 'GM12'],
    ['挂面10000000把', 'unreadable_quantity'],
    ['挂面1 共3元', 'line_total_mismatch'],
    ['A1、C1，共52.5元', 'SC1 JD1'],
    ['A1、C1（共2份）', 'SC1 JD1'],
    ['A1、C1，共3份', 'line_total_mismatch'],
  ])('%s: %s', (said, result) => expect(wanted(said)).toBe(result));

  test.each([
    '半份',
    '几份',
    '若干',
    '1-2份',
    '1~2份',
    '一到两份',
    '一两份',
    '0份',
    '0',
    '3斤',
    '30枚',
    '3捆',
    '1.5份',
    '1份半',
    '2、3份',
    '十几份',
    '½份',
  ])('蔬菜包%s is unreadable', (amount) => expect(wanted(`蔬菜包${amount}`)).toBe('unreadable_quantity'));
});
