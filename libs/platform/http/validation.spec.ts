import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ProblemError } from '../errors/problem-error.js';
import { parsed } from './validation.js';

const schema = z.strictObject({
  portions: z.number().int(),
  lines: z.array(z.strictObject({ code: z.string() })).optional(),
  remark: z.string().optional(),
});
const errorsOf = (value: unknown, by: z.ZodType = schema) => {
  try {
    parsed(by, value);
  } catch (error) {
    return error instanceof ProblemError ? (error.extras.errors ?? []) : [];
  }
  return [];
};

test('what fits is handed on as the schema reads it', () => {
  expect(parsed(z.object({ limit: z.coerce.number().default(50) }), { other: 1 })).toEqual({ limit: 50 });
});

test('every bad field is named by its path, in both languages', () => {
  expect(errorsOf({ portions: 1.5, lines: [{ code: 7 }], more: 1 })).toEqual([
    { path: 'portions', message: { zh: expect.stringContaining('无效输入'), en: expect.stringContaining('expected int') } },
    { path: 'lines.0.code', message: { zh: '无效输入：期望 文字，实际接收 数字', en: expect.stringContaining('expected string') } },
    { path: '', message: { zh: expect.stringContaining('more'), en: 'Unrecognized key: "more"' } },
  ]);
});

test('a rule of our own speaks for itself', () => {
  const even = z.number().superRefine((n, context) => {
    if (n % 2) context.addIssue({ code: 'custom', message: 'odd', params: { zh: '须为双数', en: 'must be even' } });
  });
  expect(errorsOf(3, even)).toEqual([{ path: '', message: { zh: '须为双数', en: 'must be even' } }]);
});

test.each(['a\0b', '\ud83d', '\udc4d\ud83d'])('text that no database stores is refused at the edge: %j', (remark) => {
  expect(errorsOf({ portions: 1, remark })).toMatchObject([{ path: 'remark' }]);
});
test('a whole emoji is text', () => expect(parsed(schema, { portions: 1, remark: '👍' }).remark).toBe('👍'));
