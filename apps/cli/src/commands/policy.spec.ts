import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { defaultPolicies } from '@jielong/orders-contract';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const version = { version: 3, policies: defaultPolicies, setBy: 'S001', setAt: '2026-11-25T12:00:00.000Z' };

/** What a command prints, and what it has sent. */
async function jielong(...args: string[]): Promise<{ out: string; sent: unknown[] }> {
  const sent: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    if (init?.method === 'PUT') sent.push([path, typeof init.body === 'string' ? JSON.parse(init.body) : null]);
    return Response.json(version);
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', 'policy', ...args]);
  return { out, sent };
}

test('each policy is shown with its value and what it is, in the language asked for', async () => {
  const { out } = await jielong('show');
  expect(out).toMatch(/^第 3 版 {2}S001 2026-11-25 20:00\n/);
  expect(out).toMatch(/^belowMinimum +ask +未成团时$/m);
  expect(out).toMatch(/^durations\.lockMs +7200000 +期限（毫秒）$/m);
  expect((await jielong('show', '--lang', 'en')).out).toMatch(
    /^priceTolerancePercent +10 +percent dearer that waits for the coordinator$/m,
  );
});

test('every policy that there is has its words', async () => {
  const rows = (await jielong('show')).out.split('\n').slice(3, -1);
  expect(rows.filter((row) => row.trimEnd().split(/ {2,}/).length < 3)).toEqual([]);
});

test('words, numbers, null and one of several are set together', async () => {
  const given = ['belowMinimum=void', 'priceTolerancePercent=15', 'quietHours=null', 'durations.lockMs=3600000', 'durations.loadingMs=0'];
  expect((await jielong('set', ...given)).sent).toEqual([
    ['/policies', { belowMinimum: 'void', priceTolerancePercent: 15, quietHours: null, durations: { lockMs: 3_600_000, loadingMs: 0 } }],
  ]);
});

test('what is shown may be set again as it stands', async () => {
  const shown = (await jielong('show')).out.split('\n').slice(3, -1);
  const given = shown.map((row) => row.split(/ {2,}/)).map(([key = '', value = '']) => `${key}=${value}`);
  expect((await jielong('set', ...given)).sent).toEqual([['/policies', defaultPolicies]]);
});

test('a file says it as the API does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jielong-policies-'));
  const file = join(folder, 'policies.json');
  const ladders = { lockOrders: [{ afterMs: 0, role: 'responsible' }] };
  writeFileSync(file, JSON.stringify({ ladders }));
  expect((await jielong('set', '--file', file)).sent).toEqual([['/policies', { ladders }]]);
  rmSync(folder, { recursive: true });
});

test.each([[[]], [['belowMinimum']], [['=void']], [['belowMinimum=void', '--file', 'policies.json']]])(
  '%j says nothing that could be set',
  async (given) => {
    await expect(jielong('set', ...given)).rejects.toThrow(Misuse);
  },
);
