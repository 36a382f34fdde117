import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { malformed, type FieldError } from '../errors/problem-error.js';

type Issue = z.core.$ZodIssue;
const [inChinese, inEnglish] = [z.locales.zhCN().localeError, z.locales.en().localeError];
const said = (message: ReturnType<typeof inEnglish>, otherwise: string) =>
  typeof message === 'string' ? message : (message?.message ?? otherwise);
const textIn = (params: unknown): { zh?: unknown; en?: unknown } => (typeof params === 'object' && params !== null ? params : {});

const words = { string: '文字', object: '对象', array: '列表', boolean: '是或否', int: '整数', undefined: '空' } as const;
const inChineseWords = (text: string) => Object.entries(words).reduce((said, [word, zh]) => said.replaceAll(word, zh), text);

/** What is wrong with a field, in both languages. A rule of our own says it in `params: { zh, en }`. Never shows the value. */
export function fieldErrorOf(issue: Issue): FieldError {
  const path = issue.path.map(String).join('.');
  const own = issue.code === 'custom' ? textIn(issue.params) : {};
  if (typeof own.zh === 'string' && typeof own.en === 'string') return { path, message: { zh: own.zh, en: own.en } };
  if (issue.code === 'custom') return { path, message: { zh: issue.message, en: issue.message } };
  const raw = { ...issue, input: issue.input } as z.core.$ZodRawIssue;
  const zh = said(inChinese(raw), issue.message);
  return { path, message: { zh: issue.code === 'invalid_type' ? inChineseWords(zh) : zh, en: said(inEnglish(raw), issue.message) } };
}

const mostErrors = 20;
const namesOf = (errors: readonly FieldError[]) => [...new Set(errors.map(({ path }) => path || 'body'))].slice(0, 5).join(', ');

/** Parses input with a schema, once, at the edge. Throws the 400 that names every bad field, below `at` where the value is one field. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, at: readonly string[] = []): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success)
    throw malformedBy(result.error.issues.slice(0, mostErrors).map((issue) => fieldErrorOf({ ...issue, path: [...at, ...issue.path] })));
  const bad = pathOfUnstorable(value, at);
  if (bad !== undefined) throw malformedBy([{ path: bad, message: invisible }]);
  return result.data;
}

const malformedBy = (errors: readonly FieldError[]) =>
  malformed({ zh: `请求内容不合要求：${namesOf(errors)}。`, en: `The request is not as it should be: ${namesOf(errors)}.` }, errors);
const unstorable = /\0|\p{Surrogate}/u;
const invisible = {
  zh: '含有不可保存的字符（NUL 或残缺的表情符号）',
  en: 'holds characters that cannot be stored (NUL, or half an emoji)',
};

/** PostgreSQL stores neither NUL nor half a surrogate pair; found here, they are the caller's mistake and not our fault. */
function pathOfUnstorable(value: unknown, path: readonly string[]): string | undefined {
  if (typeof value === 'string') return unstorable.test(value) ? path.join('.') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = pathOfUnstorable(key, [...path, 'key']) ?? pathOfUnstorable(member, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `@Body({ schema })`, `@Query({ schema })`, `@Param('id', { schema })`: Nest's own decorators, our answer. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { schema, data }: ArgumentMetadata): unknown {
    return schema instanceof z.ZodType ? parsed(schema, value, data === undefined ? [] : [data]) : value;
  }
}
