import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

/** What is asked, and what is printed where the API answers so. */
async function revealed(answer: object, ...args: string[]) {
  const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(answer));
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['reveal', ...args], { from: 'user' });
  const [[url, init] = ['']] = asked.mock.calls;
  const request = new Request(url, init);
  return { path: new URL(request.url).pathname, body: request.method === 'POST' ? ((await request.json()) as object) : undefined, out };
}

const household = { id: 'h1', name: '李芮', phone: '199-0000-0002', otherPhones: ['199-0000-0020'], remark: '', flags: ['disabled'] };

test('a household is shown in full, with the reason sent along', async () => {
  const { path, body, out } = await revealed(household, 'household', 'h1', '--reason', '送药');
  expect([path, body]).toEqual(['/api/households/h1/reveal', { reason: '送药' }]);
  expect(out).toMatch(/李芮 +199-0000-0002、199-0000-0020 +残疾/);
});

test('a person is shown by code', async () => {
  const { path, out } = await revealed({ code: 'D018', name: '陈棉', phone: '199-0000-0018' }, 'person', 'D018', '--reason', '换班');
  expect(path).toBe('/api/people/D018/reveal');
  expect(out).toMatch(/D018 +陈棉 +199-0000-0018/);
});

test('reveals are listed with who, whom and why', async () => {
  const item = { kind: 'person', subject: 'D018', reason: '换班', revealedBy: 'S001', at: '2026-11-25T12:00:00.000Z' };
  const { path, out } = await revealed({ items: [item], next: null }, 'list', '--by', 'S001', '--lang', 'en');
  expect(path).toBe('/api/reveals');
  expect(out).toMatch(/2026-11-25 20:00 +S001 +person +D018 +换班/);
});
