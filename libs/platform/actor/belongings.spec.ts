import { expect, jest, test } from '@jest/globals';
import { EntityManager } from 'typeorm';
import { askIn } from './belongings.js';

test('who asks of the same row in a transaction asks once, and of another row again', async () => {
  const query = jest.fn<(text: string, values: unknown[]) => Promise<unknown>>(async (_, [id]) => [{ part: { building: id } }]);
  const ask = askIn(Object.assign(Object.create(EntityManager.prototype) as EntityManager, { query }));
  const parts = await Promise.all(['1', '1', '2'].map((id) => ask('SELECT', [id])));
  expect(parts.flat()).toEqual([{ part: { building: '1' } }, { part: { building: '1' } }, { part: { building: '2' } }]);
  expect(query).toHaveBeenCalledTimes(2);
});
