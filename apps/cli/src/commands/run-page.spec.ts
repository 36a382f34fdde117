import { expect, test } from '@jest/globals';
import { pageOf, type Short, type WholeRun } from './run-page.js';

const short = (nth: number): Short => ({
  ...{ room: `1-1-${nth}`, bundle: 'SC01', from: 2, to: 1 },
  instead: null,
  sentence: { zh: `第 ${nth} 户少一份`, en: `household ${nth} gets one less` },
});
const run = (known: number, shown: number): WholeRun => ({
  ...{ id: 'r1', compound: 'LT', compoundName: '蓝天花园', serviceDate: '2099-01-01', stage: 'distributing' },
  ...{ cutOffAt: '2098-12-31T12:00:00Z', portions: 1, households: 1, moneyFen: 1, bundles: [], purchases: [], chain: [] },
  ...{
    waitingFor: [],
    mergeQuestions: [],
    allocation: { version: 2, short: known },
    short: Array.from({ length: shown }, (_, nth) => short(nth)),
  },
});

test('a page names who gets less, and why', () => expect(pageOf(run(2, 2), 'zh')).toMatch(/1-1-1 .*2 → 1 .*第 1 户少一份/));
test('in English nothing but the names is Chinese', () => {
  const page = pageOf({ ...run(1, 1), chain: [{ word: '接龙', state: 'done' }] }, 'en');
  for (const words of ['✓sign-up', '1 households, 1 portions, 0.01 yuan', 'gets less', 'household 0 gets one less'])
    expect(page).toContain(words);
});
test('a page names the orders of merged households that a person may want to change, in either language', () => {
  const mergeQuestions = [{ orderId: 'o1', questions: [{ is: 'over-limit', bundle: 'SC01', portions: 4, limit: 2 } as const] }];
  expect(pageOf({ ...run(0, 0), mergeQuestions }, 'zh')).toMatch(/o1 .*SC01 合起来 4 份，超过每户 2 份/);
  expect(pageOf({ ...run(0, 0), mergeQuestions }, 'en')).toMatch(/merged order +to look at\no1 .*4 together, over the limit of 2/);
});
test('where there are more, it says how many and which command lists them', () => {
  expect(pageOf(run(52, 50), 'zh')).toContain('2 more: jielong run shortages r1');
  expect(pageOf(run(50, 50), 'zh')).not.toContain('shortages');
});
