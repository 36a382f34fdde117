import { describe, expect, test } from '@jest/globals';
import { lastLine, outcome, readEntries, round } from './spec/round.js';

/** Entry after `1. 3-2-501 `, what it comes to. */
const wanted = (said: string): string => outcome(`1. 3-2-501 ${said}`).replace('3-2-501 ', '');

describe('parts of the text', () => {
  test.each([
    ['1. 3-2-501 A1', 'accepted', null],
    ['1、3-2-501 A1', 'accepted', null],
    ['1）3-2-501 A1', 'accepted', null],
    ['１．３－２－５０１　Ａ１', 'accepted', null],
    ['3-2-501 A1', 'accepted', null],
    ['1. 3-2-501 A1\n3-501 A1', 'ignored', 'chat'],
    ['1. 3-2-501 A1\n几点能到？', 'ignored', 'chat'],
    ['1. 3-2-501 A1\n2. 🙏', 'ignored', 'empty'],
    ['1. 3-2-501 A1\n—截单—\n2. 3-2-502 A1', 'held', 'after_cutoff'],
    ['1. 3-2-501 A1\n现在截单\n2. 3-2-501 取消', 'held', 'after_cutoff'],
  ])('%j: %s %s', (said, status, reason) => expect(lastLine(said)).toMatchObject({ status, reason }));

  test('examples, totals, cut-off and remarks of the entry above are no lines of their own', () => {
    const { lines } = readEntries('1. 3-2-501 A1\n   备注：放门卫\n（轻放）\n例 1-1-101 A1\n合计：蔬菜包1份\n截单\n');
    expect(lines.map(({ line }) => line)).toEqual([10]);
    expect(lines[0]?.orders[0]?.remarks).toEqual(['放门卫', '轻放']);
  });

  test('a line that numbers the header leaves its items open', () => {
    const { lines, openItems } = readEntries('2.28 发货\nF 牛奶 48.6元/箱\n3-2-501 A1');
    expect(openItems).toHaveLength(5);
    expect(lines.map(({ status }) => status)).toEqual(['accepted']);
  });

  test('a second serial between two rooms begins a second entry, one between items does not', () => {
    const { lines } = readEntries('1. 3-2-501 A1  2. 李 3-2-502 B1 3、3-2-601 C1');
    expect(lines.map(({ entry, serial, text }) => [entry, serial, text])).toEqual([
      [1, '1', '1. 3-2-501 A1'],
      [2, '2', '2. 李 3-2-502 B1'],
      [3, '3', '3、3-2-601 C1'],
    ]);
    expect(readEntries('1. 3-2-501 蔬菜包 2、鸡蛋1 代3-2-502').lines).toHaveLength(1);
    expect(readEntries('1. 3-2-501 A1 2. 谢谢').lines).toHaveLength(1);
  });
});

describe('rooms', () => {
  test.each([
    ...['3栋2单元501', '3号楼2门501室', '3幢2-501房', '3#2-501', '3/2/501', '3—2—501', '三栋二单元五零一', '三栋2单元五〇一', '03-02-501'],
    ...['桂园新村3-2-501', '王姨3-2-501', '3-2-501老王 3栋2单元501'],
  ])('%s is 3-2-501', (room) => expect(outcome(`1. ${room} A1`)).toBe('3-2-501 SC1'));

  test.each([
    ['十二栋三单元五〇一', '12-3-501 SC1'],
    ['8栋501', '8-1-501 SC1'],
    ['8-501', '8-1-501 SC1'],
    ['8-1-501', '8-1-501 SC1'],
    ['9#501', '9-501 SC1'],
    ['九栋五零一', '9-501 SC1'],
    ['9-1-501', 'unknown_room'],
    ['3栋501', 'incomplete_room'],
    ['77-501', 'incomplete_room'],
    ['77-1-501', 'unknown_room'],
    ['3-2-599', 'unknown_room'],
    ['501', 'incomplete_room'],
    ['502室', 'incomplete_room'],
    ['32501', 'incomplete_room'],
    ['', 'incomplete_room'],
    ['云飞苑3-2-501', 'other_compound'],
    ['桂园新村二期3-2-501', 'other_compound'],
    ['3-2-501和3-2-502', 'several_rooms'],
    ['3-2-501和502', 'several_rooms'],
    ['3-1-102', 'several_households'],
  ])('%s: %s', (room, result) => expect(outcome(`1. ${room} A1`)).toBe(result));

  test('several households come after every other reason', () => {
    expect(outcome('1. 3-1-102 A3')).toBe('over_limit');
    expect(outcome('1. 3-1-102 啤酒1瓶')).toBe('unknown_item');
    expect(outcome('1. 3-1-102 取消')).toBe('nothing_to_change');
  });
});

describe('names, remarks, telephones, gates', () => {
  test.each([
    ['🌸Tom爸 3-2-501 A1', 'Tom爸'],
    ['3-2-501 Lily2020 A1', 'Lily2020'],
    ['张* 3-2-501 A1', '张*'],
    ['小明88 3-2-501 A1', '小明88'],
    ['三毛 3-2-501 A1', '三毛'],
    ['志愿者小陈 代3-2-501 A1', '志愿者小陈'],
    ['3-2-501 王二 A1', '王二'],
    ['3-2-501 A1', null],
    ['蔬菜1份 3-2-501', null],
    ['3-2-501，王阿姨，A1', '王阿姨'],
  ])('%s: %s', (said, name) => expect(lastLine(`1. ${said}`).orders[0]?.name).toBe(name));

  test('of two words beside the room one is the name; what the other is, is asked', () =>
    expect(outcome('1. 张三 3-2-501 王阿姨 A1')).toBe('unknown_item'));

  test.each([
    ['A1（鸡蛋没有就换豆制品）', ['鸡蛋没有就换豆制品']],
    ['A1（1份）（轻放）', undefined],
    ['A（1份）（轻放）', ['轻放']],
    ['A1，放一楼信箱上', ['放一楼信箱上']],
    ['A1，少肥肉', ['少肥肉']],
    ['A1 不要土豆 C1', ['不要土豆']],
    ['A1 备注：少肥肉 C1', ['少肥肉']],
    ['A1，下午到东门取', ['下午到东门取']],
    ['A1，谢谢大家', ['谢谢大家']],
  ])('%s', (said, remarks) => expect(lastLine(`1. 3-2-501 ${said}`).orders[0]?.remarks).toEqual(remarks));

  test.each(['尾号1234', '手机尾号：1234', '电话1234', '1234', '19900001234', '199-0000-1234', '联系电话 199 0000 1234'])('%s', (phone) =>
    expect(lastLine(`1. 3-2-501 A1 ${phone}`).orders).toMatchObject([{ phoneTail: '1234', items: { SC: 1 } }]),
  );

  test('a gate that an entry says stays until another is said', () => {
    expect(readEntries('1. 3-2-501 A1').orders[0]?.gate).toBe('西门');
    expect(readEntries('1. 3-2-501 A1 东门取\n2. 3-2-501 改成C1').orders[0]?.gate).toBe('东门');
    expect(readEntries('1. 3-2-501 A1 东门取\n2. 3-2-501 再加C1，到西门取').orders[0]?.gate).toBe('西门');
    expect(readEntries('1. 3-2-501 A1（东门取）').orders[0]?.gate).toBe('东门');
    expect(readEntries('1. 3-2-501 A1，不到东门取').orders[0]?.gate).toBe('西门');
    expect(outcome('1. 3-2-501 A1 北门取')).toBe('unknown_item');
  });

  test.each(['A1吗', '挂面能送上楼吗？', 'A1？🙏', '有面粉吗。'])('%s is a question', (said) =>
    expect(wanted(said)).toBe('question_not_order'),
  );
});

describe('notices', () => {
  const kinds = (entries: string, to = round): readonly object[] => readEntries(entries, [], to).notices;
  test('a price that differs from the frozen one changes nothing but is told', () => {
    const dearer = {
      ...round,
      openBundles: round.openBundles.map((bundle) => (bundle.code === 'RL' ? { ...bundle, priceFen: 7000 } : bundle)),
    };
    expect(kinds('1. 3-2-501 B1', dearer)).toEqual([{ kind: 'price_mismatch', item: 'RL', statedFen: 6800, catalogueFen: 7000 }]);
  });
  test('stated totals are compared and never used', () => {
    expect(kinds('1. 3-2-501 B1\n合计：蔬菜包1份 肉类包1份')).toEqual([{ kind: 'stated_total_mismatch', item: 'SC', stated: 1, read: 0 }]);
  });
  test('more than a bus takes is told', () => {
    expect(kinds('1. 3-2-501 A2\n2. 3-2-502 A2')).toEqual([]);
    expect(kinds('1. 3-2-501 A2\n2. 3-2-502 A2\n3. 3-2-601 A1')).toEqual([{ kind: 'over_cap', item: 'SC', read: 5, cap: 4 }]);
  });
});
