import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { keptErrorAnswers } from '../src/personal/error-answers.js';

const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');
interface Documented {
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly 'x-permission'?: string;
}
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly permission: unknown;
  /** Parameters of its address: path and query string. */
  readonly asked: readonly string[];
}
let operations: Operation[];

beforeAll(async () => {
  const { paths } = await office.get<{
    paths: Record<string, Record<string, Documented>>;
  }>('/openapi.json');
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, parameters = [], 'x-permission': permission }]) => ({
      method: method.toUpperCase(),
      path,
      responses,
      permission,
      asked: parameters.filter((parameter) => ['path', 'query'].includes(parameter.in)).map(({ name }) => name),
    })),
  );
});

const signOut = '/api/sessions/current/end';
/** Bodies that no endpoint wants. */
const strange: readonly unknown[] = [
  null,
  [],
  'x',
  7,
  {},
  { a: 1 },
  { items: { SC01: -1 } },
  { reportId: 1 },
  { text: '\u0000' },
  { scans: [null, 7, {}] },
];
const ids = [randomUUID(), 'x', '%00', "1'--", '9'.repeat(300)];
const filled = (path: string, id: string) => path.replace('/api', '').replace(/\{[^}]+\}/g, encodeURIComponent(decodeURIComponent(id)));

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; type: string; body: Problem }> {
  const answer = await fetch(new URL(`/api${path}`, url), {
    method,
    headers: { ...(await office.identity()), 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: (type.includes('json') ? await answer.json() : {}) as Problem };
}

test('every operation is documented with its permission and its errors', () => {
  expect(operations.length).toBeGreaterThan(40);
  for (const operation of operations) {
    expect([operation.path, typeof operation.permission]).toEqual([operation.path, 'string']);
    expect([operation.path, Object.keys(operation.responses).some((status) => status.startsWith('4'))]).toEqual([operation.path, true]);
  }
});

test('no address takes what tells where somebody lives: proxies keep addresses in their logs', () => {
  const asked = operations.flatMap((operation) => operation.asked);
  expect(asked).toEqual(expect.arrayContaining(['compound', 'id']));
  expect(asked.filter((name) => /room|name|phone|unit|building|text/i.test(name))).toEqual([]);
});

test('no malformed request is a fault: each gets a problem with a code and what to do', async () => {
  const faults: string[] = [];
  const others = operations.filter(({ path }) => path !== signOut); // it would end the session in which the rest is sent
  for (const { method, path } of others) {
    const bodies = method === 'GET' ? [undefined] : strange;
    for (const id of path.includes('{') ? ids : ['']) {
      for (const body of bodies) {
        const answer = await send(method, filled(path, id), body);
        const isProblem = answer.status < 400 || (answer.type.includes('problem+json') && answer.body.code && answer.body.detail);
        if (answer.status >= 500 || !isProblem)
          faults.push(`${method} ${filled(path, id)} ${JSON.stringify(body)} → ${answer.status} ${answer.type}`);
      }
    }
  }
  expect(faults).toEqual([]);
}, 240_000);

test.each(['limit=0', 'limit=x', 'after=%00', 'after=nonsense', 'limit=9999'])('a list refuses ?%s as malformed', async (query) => {
  expect(await send('GET', `/supply-runs?${query}`)).toMatchObject({ status: 400, body: { code: 'malformed' } });
});

test('a body that is no JSON, and a body that is too large', async () => {
  const headers = { ...(await office.identity()), 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' };
  const raw = (body: string) => fetch(new URL('/api/supply-runs', url), { method: 'POST', headers, body });
  expect((await raw('{')).status).toBe(400);
  expect((await raw(JSON.stringify({ compound: 'x'.repeat(12_000_000) }))).status).toBe(413);
});

test('every error that comes back is kept for the scan behind the journeys', async () => {
  const nowhere = `/nowhere/${randomUUID()}`;
  expect((await send('GET', nowhere)).status).toBe(404);
  const kept = keptErrorAnswers(process.env['TEST_ERROR_ANSWERS'] ?? '');
  expect(kept.filter(({ sent }) => sent.includes(nowhere))).toEqual([
    { sent: expect.any(String), answered: expect.stringContaining('"status":404') },
  ]);
});

test('without an actor nothing is told, and an unknown one hears what to do', async () => {
  const nobody = await fetch(new URL('/api/supply-runs', url));
  expect(nobody.status).toBe(401);
  const named = await fetch(new URL('/api/supply-runs', url), { headers: { 'Jielong-Actor': 'sample/S001', 'Jielong-Token': 'mine' } });
  expect(named.status).toBe(401);
  await expect(new Person(url, 'sample/NOBODY').get('/supply-runs')).rejects.toThrow('401');
});

test('nobody who is not in the lists has done, handed over or taken anything, and nothing is done tomorrow', async () => {
  const day = await GoodDay.locked(office, { serviceDate: daysAhead(25) });
  await day.purchase();
  const { trips } = await day.allocated();
  const [trip] = trips;
  const at = trip?.stops[0]?.id;
  const [known, stranger] = [{ person: 'D010' }, { person: 'X999' }];
  for (const [path, body] of [
    [`/trips/${trip?.id ?? ''}/loading`, { doneBy: 'X999' }],
    [`/trips/${trip?.id ?? ''}/handoff`, { at, handedOverBy: stranger, receivedBy: known }],
    [`/trips/${trip?.id ?? ''}/handoff`, { at, handedOverBy: known, receivedBy: stranger }],
    [`/supply-runs/${day.runId}/settlement`, { doneBy: 'X999' }],
  ] as const) {
    const answer = await send('POST', path, { reportId: randomUUID(), ...body });
    expect([path, answer]).toEqual([
      path,
      expect.objectContaining({ status: 422, body: expect.objectContaining({ code: 'no-such-person' }) }),
    ]);
  }
  const occurredAt = new Date(Date.now() + 7_200_000).toISOString();
  const early = await send('POST', `/trips/${trip?.id ?? ''}/loading`, { reportId: randomUUID(), departed: true, occurredAt });
  expect(early).toMatchObject({ status: 422, body: { code: 'in-the-future' } });
  const planned = await send('POST', '/trips', { runs: [day.runId], crew: ['X999'] });
  expect(planned).toMatchObject({ status: 422, body: { code: 'no-such-person' } });
  expect((await day.goods()).trips).toEqual(trips);
});

test('a write without Idempotency-Key is refused', async () => {
  const answer = await fetch(new URL('/api/supply-runs', url), {
    method: 'POST',
    headers: { ...(await office.identity()), 'Content-Type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(400);
});
