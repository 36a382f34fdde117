import { expect, test } from '@jest/globals';
import { headerItems } from './header.js';
import { read } from './read.js';
import { header, register, round } from './spec/round.js';

const itemsOf = (text: string): string[] =>
  headerItems(text, round.itemWords).items.map(({ letter, code, statedFen }) => `${letter} ${code} ${statedFen}`);

test('the header of a text names its compound and its bundles by letter', () => {
  expect(headerItems(header, round.itemWords).compoundName).toBe('桂园新村');
  expect(itemsOf(header)).toEqual(['A SC 3000', 'B RL 6800', 'C JD 2250', 'D MF 1550', 'E GM 980']);
});

test('a letter that names nothing for certain is listed without a code', () => {
  expect(itemsOf('【桂园新村】\nＡ．青菜　¥30\nB 面 15.5元\nC 啤酒 5元\nD面粉15.50元/袋')).toEqual([
    'A SC 3000',
    'B null 1550',
    'C null 500',
    'D MF 1550',
  ]);
});

test.each([
  ['', 'empty-text'],
  [' \n🙏\r\n', 'empty-text'],
  ['1. 3-2-501 A1', 'no-items-in-header'],
  [header, 'no-entries'],
  [`${header}大家好`, 'no-entries'],
  [header.replace('桂园新村', '云飞苑') + '1. 3-2-501 A1', 'other-compound-text'],
  [header.replace('桂园新村', '桂园新村二期') + '1. 3-2-501 A1', 'other-compound-text'],
  [header.replace('桂园新村', '蓝天') + '1. 3-2-501 A1', 'other-compound-text'],
  [`${header}1. 3-2-501 ${'A'.repeat(200_000)}`, 'text-too-long'],
  [`${header}1. 3-2-501 ${'ﷺ'.repeat(20_000)}`, 'text-too-long'],
])('a text that cannot be read at all is refused with what to do', (text, code) => {
  expect(() => read(text, round, register)).toThrow(expect.objectContaining({ kind: 'invalid', code }));
});

test('dates in the header are not read, its compound may be decorated', () => {
  const reading = read(header.replace('【桂园新村】11月25日', '【桂园新村·东区】2020-2-101') + '1. 3-2-501 A1', round, register);
  expect(reading).toMatchObject({ serviceDate: '2026-11-25', compoundName: '桂园新村', totals: { portions: 1 } });
});
