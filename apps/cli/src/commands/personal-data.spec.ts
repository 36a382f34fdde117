import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

/** What a command prints, and what it has sent. */
async function jielong(answers: Readonly<Record<string, object>>, ...args: string[]): Promise<{ out: string; sent: unknown[] }> {
  const sent: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    const key = new Headers(init?.headers).has('Idempotency-Key');
    if (init?.method === 'POST') sent.push([path, typeof init.body === 'string' ? JSON.parse(init.body) : null, key]);
    return Response.json(answers[path] ?? {});
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', ...args]);
  return { out, sent };
}

test('all that is known of a household is one JSON, and only the reading of members is counted', async () => {
  const answers = {
    '/households/h1/data': { id: 'h1' },
    '/household-orders/h1': { balanceFen: 0 },
    '/household-pickups/h1': { orders: [] },
  };
  const { out, sent } = await jielong(answers, 'household', 'data', 'h1', '--reason', '本人要求');
  expect(JSON.parse(out)).toEqual({ members: { id: 'h1' }, orders: { balanceFen: 0 }, logistics: { orders: [] } });
  expect(sent).toEqual([['/households/h1/data', { reason: '本人要求' }, false]]);
});

test('of a person orders and logistics have nothing but the code', async () => {
  const { out } = await jielong({ '/people/D018/data': { code: 'D018' } }, 'person', 'data', 'D018', '--reason', '本人要求');
  expect(JSON.parse(out)).toEqual({ members: { code: 'D018' } });
});

test.each(['household', 'person'] as const)('a %s is erased, for a reason of the list', async (kind) => {
  const { out, sent } = await jielong({ '/erasures': { id: 'e1', doneAt: null, found: null } }, kind, 'erase', 'x1', '--reason', 'asked');
  expect(sent).toEqual([['/erasures', { kind, subject: 'x1', reason: 'asked' }, true]]);
  expect(out).toContain(`${kind} erasure e1`);
  await expect(jielong({}, kind, 'erase', 'x1', '--reason', '张家要求')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});

test.each([
  [{ doneAt: null, found: null, refused: null }, '进行中'],
  [{ doneAt: '2026-11-26T04:00:00.000Z', found: true, refused: null }, '2026-11-26 12:00 已清除'],
  [{ doneAt: '2026-11-26T04:00:00.000Z', found: false, refused: null }, '没有这个人或住户'],
  [
    { doneAt: '2026-11-26T04:00:00.000Z', found: null, refused: 'household-in-open-run' },
    '没有清除（household-in-open-run）：这一户又在没有结束的批次里',
  ],
])('how far an erasure is: %j', async (erasure, words) => {
  expect((await jielong({ '/erasures/e1': erasure }, 'household', 'erasure', 'e1')).out).toContain(words);
});
