import { expect, test } from '@jest/globals';
import { exportedRow, exportMark } from './exported.js';

const at = new Date('2026-11-26T16:30:00Z');
test('a file says in its name who took it out and when, in Asia/Shanghai', () => {
  expect(exportMark({ by: 'S001', at })).toBe('20261127-0030_S001');
  expect(exportMark({ by: 'service:books/1', at })).toBe('20261127-0030_service-books-1');
});
test('and in its last row', () => expect(exportedRow({ by: 'S001', at })).toEqual(['导出人', 'S001', '导出时间', '2026-11-27 00:30']));
