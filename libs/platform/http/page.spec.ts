import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { decodeCursor, encodeCursor, pageOf } from './page.js';

const schema = z.tuple([z.string(), z.number()]);
const page = (rows: readonly number[], limit: number) =>
  pageOf(
    rows,
    limit,
    (n) => ['接龙', n],
    (n) => ({ n }),
  );

test('a cursor leads behind the last row shown', () => {
  const { items, next } = page([1, 2, 3], 2);
  expect(items).toEqual([{ n: 1 }, { n: 2 }]);
  expect(decodeCursor(next ?? undefined, schema)).toEqual(['接龙', 2]);
});

test('the end of a list has no cursor', () => {
  expect([page([1, 2], 2).next, page([], 2).next]).toEqual([null, null]);
});

test.each(['', 'x', '%%%', encodeCursor([1, 'a']), encodeCursor(['a'])])('the cursor %j is nobody’s: 400', (cursor) => {
  expect(() => decodeCursor(cursor, schema)).toThrow(expect.objectContaining({ status: 400, code: 'malformed' }));
});
