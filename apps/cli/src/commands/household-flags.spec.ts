import { afterEach, expect, jest, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

/** What is sent where these flags are set. */
async function sent(...args: string[]): Promise<unknown> {
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ id: 'h1' }));
  await program().parseAsync(['household', 'flags', 'h1', ...args], { from: 'user' });
  const [[url, init] = ['']] = asked.mock.calls;
  return new Request(url, init).json();
}

test.each([
  [
    ['isolated:2026-12-05', 'disabled'],
    [
      { flag: 'isolated', until: '2026-12-05' },
      { flag: 'disabled', until: null },
    ],
  ],
  [['--none'], []],
  [['--as-listed'], null],
])('flags %j', async (args, flags) => expect(await sent(...args)).toEqual({ flags }));

test.each([[[]], [['tall']], [['isolated:tomorrow']], [['isolated', '--none']]])('%j says nothing that can be set', async (args) => {
  await expect(sent(...args)).rejects.toThrow(Misuse);
});
