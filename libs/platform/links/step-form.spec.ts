import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CountField, countName, readForm } from './step-form.js';

const counts: CountField[] = [
  { name: 'damaged', zh: '破损', en: 'damaged' },
  { name: 'missing', zh: '短少', en: 'missing' },
];
const read = (sent: Record<string, string>) => readForm({ counts }, sent);
const codeOf = (sent: Record<string, string>): unknown => {
  try {
    return read(sent);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a form', () => {
  test('is as expected unless it says that something differs', () => {
    const sent = { answer: 'as-expected', [countName('damaged', 'run|SC01')]: '3' };
    expect(read(sent)).toEqual({ fields: sent, lines: [] });
    expect(read({}).lines).toEqual([]);
  });

  test('names what differs, bundle by bundle; what is left empty is as expected', () => {
    const sent = {
      answer: 'differs',
      [countName('damaged', 'run|SC01')]: '1',
      [countName('missing', 'run|SC01')]: ' ２ ',
      [countName('missing', 'run|A|B')]: '0',
      [countName('missing', 'run|RL01')]: ' ',
      [countName('portions', 'run|RL01')]: '7',
    };
    expect(read(sent).lines).toEqual([
      { key: 'run|SC01', counts: { damaged: 1, missing: 2 } },
      { key: 'run|A|B', counts: { missing: 0 } },
    ]);
  });

  test.each(['一', '-1', '1.5', '1e3', '1 2', '9999999'])('%s is no number of portions', (value) =>
    expect(codeOf({ answer: 'differs', [countName('damaged', 'run|SC01')]: value })).toBe('not-a-count'),
  );

  test('that says something differs and not what is asked back', () => {
    expect(codeOf({ answer: 'differs', reason: '雨大' })).toBe('nothing-differs');
  });

  test('gives back whatever numbers were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z0-9|]{1,8}$/), fc.nat(999_999), { minKeys: 1 }), (said) => {
        const sent = Object.fromEntries(Object.entries(said).map(([key, n]) => [countName('missing', key), String(n)]));
        const { lines } = read({ answer: 'differs', ...sent });
        expect(Object.fromEntries(lines.map(({ key, counts: { missing } }) => [key, missing]))).toEqual({ ...said });
      }),
    );
  });
});
