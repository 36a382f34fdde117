import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['JIELONG_KEY'];
});

const key = {
  id: '0193a1b2-0000-7000-8000-000000000001',
  service: 'mini-program',
  scopes: ['orders.place', 'supply-runs.read'],
  madeBy: 'S001',
  expiresAt: '2026-11-25T12:00:00.000Z',
  seenAt: null,
  replacedBy: null,
  revokedAt: null,
};
/** What is asked, and what is printed where the API answers so. */
async function run(answer: object, ...args: string[]) {
  const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(answer));
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(args, { from: 'user' });
  const [[url, init] = ['']] = asked.mock.calls;
  const request = new Request(url, init);
  const body = request.method === 'POST' ? ((await request.json()) as object) : undefined;
  return { path: new URL(request.url).pathname, body, bearer: request.headers.get('authorization'), out };
}

test('a key is made with its scopes, and printed on a line of its own', async () => {
  const made = { ...key, key: 'sample.key.bits' };
  const { path, body, out } = await run(made, 'key', 'make', 'mini-program', '--scope', 'orders.place', '--scope', 'supply-runs.read');
  expect([path, body]).toEqual(['/api/keys', { service: 'mini-program', scopes: key.scopes, days: 90 }]);
  expect(out.split('\n')[0]).toBe('sample.key.bits');
});

test('a key is rotated with an overlap, and revoked', async () => {
  const rotation = await run({ ...key, key: 'sample.key.bits' }, 'key', 'rotate', key.id, '--overlap-hours', '2');
  expect([rotation.path, rotation.body]).toEqual([`/api/keys/${key.id}/rotation`, { overlapHours: 2 }]);
  jest.restoreAllMocks();
  expect((await run(key, 'key', 'revoke', key.id)).path).toBe(`/api/keys/${key.id}/revocation`);
});

test('keys are listed without what opens them', async () => {
  const { out } = await run({ items: [key], next: null }, 'key', 'list', '--lang', 'en');
  expect(out).toMatch(/mini-program +orders\.place supply-runs\.read +S001 +2026-11-25 20:00/);
});

test('with JIELONG_KEY a service acts, whoever is signed in', async () => {
  process.env['JIELONG_KEY'] = 'sample.key.bits';
  expect((await run({ items: [], next: null }, 'run', 'list')).bearer).toBe('Bearer sample.key.bits');
});
