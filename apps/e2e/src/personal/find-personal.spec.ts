import { expect, test } from '@jest/globals';
import { disclosedBy, findPersonal } from './find-personal.js';

const find = findPersonal(new Set(['张叶湛', '苗叶']));
test.each([
  ['{"summary":"蓝天花园 2 份"}', []],
  ['supply-run:0193a1b2-0000-7000-8000-000000000001 2026-11-25 1-2-3', []],
  ['给张叶湛家', ['张叶湛']],
  ['苗叶、李某', ['苗叶']],
  ['打 199-0000-0001 或 19900000002', ['199-0000-0001', '19900000002']],
  ['在 3-2-501 和 12栋1单元1203', ['3-2-501', '12栋1单元1203']],
])('%s holds %j', (text, found) => expect(find(text).map((one) => one.text)).toEqual(found));

const disclosed = disclosedBy(find);
test('an error may quote what its sender has said, and nothing else', () => {
  const sent = '{"text":"3-2-501 张叶湛"}';
  expect(disclosed({ sent, answered: '读不懂“3-2-501 张叶湛”' })).toEqual([]);
  expect(disclosed({ sent, answered: '3-2-501 是苗叶家，电话 199-0000-0001' }).map(({ text }) => text)).toEqual(['苗叶', '199-0000-0001']);
});
