import { expect, test } from '@jest/globals';
import { readHomeForm } from './home-form.js';

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
  ['a remark without end', { answer: 'order', run, remark: '长'.repeat(201) }],
])('%s is not read', (_, sent) => {
  expect(() => readHomeForm(sent)).toThrow(expect.objectContaining({ code: 'malformed', status: 400 }));
});
