import { expect, it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import { shortText, unpaidText } from './group-texts.js';

const run = { compoundName: '蓝天花园', serviceDate: '2026-11-25' };

it('names rooms that have not paid, in the order in which people count them', () => {
  const unpaid = [
    { building: '10', unit: '1', room: '101', owedFen: fen(3_000) },
    { building: '2', unit: null, room: '7', owedFen: fen(250) },
  ];
  expect(unpaidText(run, unpaid)).toBe(
    '【蓝天花园】2026-11-25 还有 2 户没有付清，共 32.50 元\n2栋7 2.50 元\n10栋1单元101 30.00 元\n已经付过的邻居，请在群里写“房号 金额”说一声。\n',
  );
  expect(unpaidText(run, [])).toContain('收齐了');
});

it('names rooms that get less, with all that they miss in one line', () => {
  const at = { building: '3', unit: '2', room: '501', unitOfBundle: '份', instead: null };
  const lines = [
    { ...at, name: '蔬菜包', ordered: 2, allocated: 1 },
    { ...at, name: '肉类包', ordered: 1, allocated: 0, instead: { name: '鸡肉包', unit: '份', portions: 1 } },
  ];
  expect(shortText(run, lines)).toBe(
    '【蓝天花园】2026-11-25 货不够，有 1 户少了\n3栋2单元501 蔬菜包订 2 份，有 1 份，肉类包订 1 份，这次没有，换鸡肉包 1 份\n少的不收钱；已经付了的留作下次，要退的请说一声。\n',
  );
  expect(shortText(run, [])).toContain('没有少的');
  expect(shortText(run, undefined)).toContain('还没有分配');
});
