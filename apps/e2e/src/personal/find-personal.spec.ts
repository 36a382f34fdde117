import { expect, test } from '@jest/globals';
import { findPersonal } from './find-personal.js';

const find = findPersonal(new Set(['张叶湛', '苗叶']));
test.each([
  ['{"summary":"蓝天花园 2 份"}', []],
  ['supply-run:0193a1b2-0000-7000-8000-000000000001 2026-11-25 1-2-3', []],
  ['给张叶湛家', ['张叶湛']],
  ['苗叶、李某', ['苗叶']],
  ['打 199-0000-0001 或 19900000002', ['199-0000-0001', '19900000002']],
  ['在 3-2-501 和 12栋1单元1203', ['3-2-501', '12栋1单元1203']],
])('%s holds %j', (text, found) => expect(find(text).map((one) => one.text)).toEqual(found));
