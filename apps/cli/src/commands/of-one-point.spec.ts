import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

beforeEach(() => void jest.spyOn(process.stdout, 'write').mockImplementation(() => true));
afterEach(() => void jest.restoreAllMocks());

async function asked(...args: string[]): Promise<[string, unknown]> {
  const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ items: [], next: null }));
  await program().parseAsync(['--json', ...args], { from: 'user' });
  const [url, init] = fetched.mock.calls.at(-1) ?? [''];
  const request = new Request(url, init);
  const { pathname, search } = new URL(request.url);
  return [pathname + search, request.method === 'POST' ? await request.json() : undefined];
}

test.each([
  [['pickup', 'list', '--run', 'R', '--point', 'P'], '/api/supply-runs/R/pickup-orders?point=P&limit=200', undefined],
  [
    ['pickup', 'list', '--run', 'R', '--point', 'P', '--room', '1-1-101'],
    '/api/supply-runs/R/pickup-orders/find',
    { point: 'P', room: '1-1-101', limit: 200 },
  ],
  [['sheet', 'pickup', 'R', '--point', 'P'], '/api/supply-runs/R/sheets/pickup?format=csv&point=P', undefined],
] as const)('%j asks for what is at that point', async (args, path, body) => expect(await asked(...args)).toEqual([path, body]));

test('a text for the group is of the whole run', async () =>
  expect(asked('sheet', 'unclaimed', 'R', '--point', 'P')).rejects.toThrow(Misuse));
