import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const proxy = {
  ...{ id: 'p1', person: 'D005', household: null, may: ['collect'], from: '2026-11-26', until: '2026-12-05' },
  ...{ setBy: 'S001', counts: true },
};

/** What a command prints, and what it has sent. */
async function jielong(...args: string[]): Promise<{ out: string; sent: unknown[] }> {
  const sent: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    if (init?.method === 'POST') sent.push([path, typeof init.body === 'string' ? JSON.parse(init.body) : null]);
    return Response.json(init?.method === 'POST' ? proxy : { items: [proxy], next: null });
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', 'household', ...args]);
  return { out, sent };
}

test('who acts for a household is listed in the language asked for', async () => {
  expect((await jielong('proxies', 'h1')).out).toMatch(/p1 +D005 +代取 +2026-11-26 +2026-12-05 +有效 +S001$/m);
  expect((await jielong('proxies', 'h1', '--lang', 'en')).out).toMatch(/p1 +D005 +collects +2026-11-26 +2026-12-05 +in force +S001$/m);
});

test('somebody acts for a household, and no more', async () => {
  expect((await jielong('add-proxy', 'h1', '--person', 'D005', '--may', 'collect', '--until', '2026-12-05')).sent).toEqual([
    ['/households/h1/proxies', { person: 'D005', may: ['collect'], until: '2026-12-05' }],
  ]);
  expect((await jielong('end-proxy', 'h1', 'p1')).sent).toEqual([['/households/h1/proxies/p1/end', {}]]);
});
