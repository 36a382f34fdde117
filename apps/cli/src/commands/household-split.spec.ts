import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jielong-split-'));
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** What is sent for a split. */
async function split(...args: string[]): Promise<unknown> {
  const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ id: 'new' }));
  await program().parseAsync(['household', 'split', 'first', '--reason', '分开开伙', ...args], { from: 'user' });
  const [[url, init] = ['']] = asked.mock.calls;
  return new Request(url, init).json();
}

test.each([
  ['钱二\n199-0000-0020\n', { name: '钱二', phone: '199-0000-0020' }],
  ['钱二\r\n', { name: '钱二', phone: '' }],
])('the name and the telephone of the new household are read from a file: %j', async (text, contact) => {
  const file = join(folder, 'contact.txt');
  await writeFile(file, text);
  expect(await split('--contact', file)).toEqual({ ...contact, reason: '分开开伙' });
});

test('a split needs neither a name nor a telephone', async () => expect(await split()).toEqual({ reason: '分开开伙' }));
