import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseSprawl } from './json-bounds.js';

const refused = (text: string): boolean => {
  try {
    refuseSprawl({} as never, {} as never, Buffer.from(text));
    return false;
  } catch {
    return true;
  }
};
const nested = (depth: number, [open, close] = ['[', ']']) => `${open?.repeat(depth)}${close?.repeat(depth)}`;
const many = (members: number) => `[${Array<number>(members).fill(1).join()}]`;

test.each([
  ['32 deep', nested(32), false],
  ['33 deep', nested(33), true],
  ['33 objects deep', nested(33, ['{"a":', '}']), true],
  ['a million deep, and never closed', '['.repeat(1_000_000), true],
  ['side by side', `[${nested(31)},${nested(31)}]`, false],
  ['50,000 commas', many(50_001), false],
  ['one more', many(50_002), true],
  ['brackets in a text', JSON.stringify('['.repeat(100)), false],
  ['commas in a text', JSON.stringify(','.repeat(60_000)), false],
  ['a text that ends in a backslash, then deep', `["\\\\",${nested(33)}]`, true],
  ['a quote in a text, then brackets in it', `["\\"${'['.repeat(100)}"]`, false],
  ['no JSON at all', ']]]]}{"', false],
])('%s is judged by what it holds', (_name, text, isRefused) => expect(refused(text)).toBe(isRefused));

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test('whatever JSON it is, the depth that is counted is the depth that it has', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 40 }), fc.nat(32), (value, wraps) => {
      const text = '['.repeat(wraps) + JSON.stringify(value) + ']'.repeat(wraps);
      expect(refused(text)).toBe(depthOf(value) + wraps > 32);
    }),
  );
});
