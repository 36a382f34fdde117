import { describe, expect, test } from '@jest/globals';
import { lastLine, outcome, readEntries, round } from './spec/round.js';

/** Entry after `1. 3-2-501 `, what it comes to. */
const wanted = (said: string): string => outcome(`1. 3-2-501 ${said}`).replace('3-2-501 ', '');
/** An entry of 3-2-501 below one with one A and one C. */
const changed = (said: string): string => {
  const { orders, reason } = lastLine(`1. 3-2-501 A1、C1\n2. 3-2-501 ${said}`);
  return reason ?? orders.map(({ action, items }) => `${action} ${Object.entries(items).flat().join('')}`.trim()).join('; ');
};

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
