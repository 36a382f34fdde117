import { expect, test } from '@jest/globals';
import { arrivedText, unclaimedText } from './unclaimed.js';

const rows = [
  { building: '2', unit: '1', room: '201', portions: 2 },
  { building: '7', unit: null, room: '12', portions: 1 },
];
const run = { compoundName: '蓝天花园', serviceDate: '2026-11-25', until: '2026-11-25 20:00' };

test('says which rooms, how many, where and until when, ready to paste', () =>
  expect(unclaimedText({ ...run, points: [{ name: '南门岗亭', state: 'open', rows }] })).toBe(
    [
      '【蓝天花园】2026-11-25 还有 2 户 3 份未取',
      '▍南门岗亭',
      '2栋1单元201 2份',
      '7栋12 1份',
      '请于 2026-11-25 20:00 前来取，不方便的邻居请在群里说一声，安排人送。',
      '',
    ].join('\n'),
  ));

test('after closing does not ask anybody to come', () => {
  const text = unclaimedText({ ...run, points: [{ name: '南门岗亭', state: 'closed', rows }] });
  expect(text).toContain('（取货已结束）');
  expect(text).not.toContain('前来取');
});

test('with nothing left says thank you', () =>
  expect(unclaimedText({ ...run, points: [{ name: '南门岗亭', state: 'open', rows: [] }] })).toBe(
    '【蓝天花园】2026-11-25 团购已全部取完，谢谢大家。\n',
  ));

test('before the goods have come nobody is thanked', () =>
  expect(unclaimedText({ ...run, points: [{ name: '南门岗亭', state: 'waiting', rows: [] }] })).toContain('货还没有到'));

test('what has come is told by point, without rooms', () =>
  expect(
    arrivedText({
      ...run,
      points: [
        { name: '南门岗亭', state: 'open', rows },
        { name: '北门花坛', state: 'waiting', rows },
      ],
    }),
  ).toBe(
    [
      '【蓝天花园】2026-11-25 团购到货，可以取了：',
      '▍南门岗亭 2 户 3 份待取',
      '▍北门花坛 货还未到，请再等等',
      '请报房号或出示取货码，2026-11-25 20:00 前来取。不方便的邻居请在群里说一声，安排人送。',
      '',
    ].join('\n'),
  ));

test('before anything has come nobody is called', () =>
  expect(arrivedText({ ...run, points: [{ name: '南门岗亭', state: 'waiting', rows }] })).toContain('货还没有到'));

test.each([
  ['all of it is fetched', 'open', [], '已全部取完'],
  ['pickup is over', 'closed', rows, '取货已结束'],
] as const)('what has arrived, when %s, is told as it is', (_what, state, left, words) =>
  expect(arrivedText({ ...run, points: [{ name: '南门岗亭', state, rows: left }] })).toContain(words),
);
