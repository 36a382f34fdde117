import { afterEach, expect, jest, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const id = '0193a1b2-0000-7000-8000-000000000001';
const contact = { id, surname: '张', phoneTail: '0001', call: 'tel:19900000001', orderId: 'o1', runId: 'r1' };

/** What a command prints, and what it has sent; so many households live in the room. */
async function jielong(households: number, ...args: string[]): Promise<{ out: string; sent: unknown[] }> {
  const sent: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    if (init?.method === 'POST') sent.push([path, typeof init?.body === 'string' ? JSON.parse(init.body) : null]);
    const items = Array.from({ length: households }, () => ({ id, maskedName: '张**' }));
    return Response.json(path.endsWith('/find') ? { items, next: null } : contact);
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', 'household', 'contact', ...args]);
  return { out, sent };
}

test('a household is called by its id', async () => {
  const { out, sent } = await jielong(0, id);
  expect(sent).toEqual([[`/households/${id}/contact`, {}]]);
  expect(out).toMatch(/张 +0001 +tel:19900000001/);
});

test('or by its room', async () => {
  const { sent } = await jielong(1, '3-2-501', '--compound', 'LT');
  expect(sent).toEqual([
    ['/households/find', { compound: 'LT', room: '3-2-501', limit: 200 }],
    [`/households/${id}/contact`, {}],
  ]);
});

test.each([
  [1, ['3-2-501'], '--compound'],
  [0, ['3-2-501', '--compound', 'LT'], '没有 3-2-501'],
  [2, ['3-2-501', '--compound', 'LT'], '有几户'],
])('of %d households %j is asked back', async (households, args, said) => {
  await expect(jielong(households, ...args)).rejects.toThrow(said);
  await expect(jielong(households, ...args)).rejects.toThrow(Misuse);
});
