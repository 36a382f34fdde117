import { expect, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { pagesOf } from './wrap-up.js';

test('the exceptions of a page follow its code', () => {
  expect(pagesOf({ except: ['K7M2Q9RA: 3-2-501', '8-1-301（鸡蛋1）'] })).toEqual([
    { page: 'K7M2Q9RA', text: 'all except 3-2-501' },
    { text: 'all except 8-1-301（鸡蛋1）' },
  ]);
});
test('everybody is said with a word of its own', () => {
  expect(pagesOf({ all: true })).toEqual([{ text: 'all' }]);
  expect(() => pagesOf({})).toThrow(Misuse);
  expect(() => pagesOf({ all: true, except: ['3-2-501'] })).toThrow(Misuse);
});
