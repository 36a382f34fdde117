import { afterEach, expect, jest, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const days = { ...{ sessions: 30, invitations: 30, links: 30, answers: 30, refusals: 90 }, ...{ reveals: 365, chains: 60, remarks: 180 } };
const last = { id: 'r1', startedAt: '2026-11-25T19:30:00.000Z', endedAt: '2026-11-25T19:30:02.000Z', counts: { chains: 12 } };

/** What a command prints, and what it has sent. */
async function jielong(...args: string[]): Promise<{ out: string; sent: unknown[] }> {
  const sent: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    const method = init?.method ?? 'GET';
    if (method !== 'GET') sent.push([method, path, typeof init?.body === 'string' ? JSON.parse(init.body) : null]);
    return Response.json(path === '/retention' ? { days: { ...days, flags: 30, households: 180, people: 365 }, last } : { id: 'r2' });
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', 'retention', ...args]);
  return { out, sent };
}

test('what is kept how long is shown with what the last round has forgotten, in the language asked for', async () => {
  const { out } = await jielong('show');
  expect(out).toMatch(/chains +接龙原文 +60 +12$/m);
  expect(out).toContain('上一轮：2026-11-26 03:30');
  expect((await jielong('show', '--lang', 'en')).out).toMatch(/remarks +remarks of orders +180 +0$/m);
});

test('days are set by kind, and a kind that nobody knows is named', async () => {
  expect((await jielong('set', 'chains=60', 'refusals=30')).sent).toEqual([
    ['PUT', '/policies', { retentionDays: { chains: 60, refusals: 30 } }],
  ]);
  await expect(jielong('set', 'ledgers=7')).rejects.toThrow(Misuse);
});

test('a round is started by hand', async () => {
  expect((await jielong('run')).sent).toEqual([['POST', '/retention/rounds', null]]);
});
