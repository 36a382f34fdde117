import { expect, test } from '@jest/globals';
import { readHomeForm, revisionOf } from './home-form.js';

const run = '0193a1b2-0000-7000-8000-000000000001';

test.each<[string, number]>([
  ['2', 2],
  ['', 0],
  [' ２ ', 2],
  ['0', 0],
])('%j is %d portions', (typed, portions) => {
  expect(readHomeForm({ answer: 'order', run, 'portions|SC01': typed })).toEqual({
    answer: 'order',
    run,
    items: { SC01: portions },
    remark: '',
    revision: '',
  });
});

test.each(['-1', '1.5', '两份', '12345', '1e3', '<b>'])('%j is no number of portions, and the page says so', (typed) => {
  expect(() => readHomeForm({ answer: 'order', run, 'portions|SC01': typed })).toThrow(
    expect.objectContaining({ code: 'not-a-count', status: 422 }),
  );
});

test.each<[string, Record<string, string>]>([
  ['an answer that no form has', { answer: 'pay', run }],
  ['a run that is none', { answer: 'order', run: 'x' }],
])('%s is not read', (_, sent) => {
  expect(() => readHomeForm(sent)).toThrow(expect.objectContaining({ code: 'malformed', status: 400 }));
});

test('a remark that is too long is told apart, in both languages', () => {
  expect(() => readHomeForm({ answer: 'order', run, remark: '长'.repeat(501) })).toThrow(
    expect.objectContaining({ code: 'remark-too-long', status: 422 }),
  );
  expect(readHomeForm({ answer: 'order', run, remark: ` ${'长'.repeat(500)} ` }).remark).toHaveLength(500);
});

test('what a form was made of is the same in whichever order it is read, and another where anything of it is another', () => {
  const order = { id: run, items: { SC01: 2, JD01: 1 }, remark: '放门口' };
  expect(revisionOf({ ...order, items: { JD01: 1, SC01: 2 } })).toBe(revisionOf(order));
  const others = [undefined, { ...order, id: `${run}x` }, { ...order, items: { SC01: 2 } }, { ...order, remark: '' }];
  expect(new Set([order, ...others].map((it) => revisionOf(it))).size).toBe(5);
});
