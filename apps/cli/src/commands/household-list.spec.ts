import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jielong-list-'));
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** What is asked for: the path with its query, and the body. */
async function asked(...args: string[]): Promise<[string, unknown]> {
  const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ items: [], next: null }));
  await program().parseAsync(['household', 'list', ...args], { from: 'user' });
  const [url, init] = fetched.mock.calls.at(-1) ?? [''];
  const request = new Request(url, init);
  const { pathname, search } = new URL(request.url);
  return [pathname + search, request.method === 'POST' ? await request.json() : undefined];
}

test('a telephone is read from a file and stands in no address', async () => {
  const file = join(folder, 'phone.txt');
  await writeFile(file, '199-0000-0002\r\n');
  expect(await asked('--phone', file)).toEqual(['/api/households/find', { phone: '199-0000-0002', limit: 200 }]);
  expect(await asked('--phone', file, '--compound', 'LT', '--room', '3-2-501')).toEqual([
    '/api/households/find',
    { compound: 'LT', room: '3-2-501', phone: '199-0000-0002', limit: 200 },
  ]);
});

test('a compound alone is a list', async () =>
  expect(await asked('--compound', 'LT')).toEqual(['/api/households?compound=LT&limit=200', undefined]));

test('nothing at all is asked back', async () => {
  await expect(asked()).rejects.toThrow('give --compound, --room or --phone');
});
