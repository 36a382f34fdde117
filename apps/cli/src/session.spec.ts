import { afterEach, expect, it, jest } from '@jest/globals';
import { Session } from './session.js';

afterEach(() => void jest.restoreAllMocks());

const session = new Session({ url: 'http://127.0.0.1:1', actor: 'sample/S001', lang: 'en', json: false });
/** Answers every request the same, and keeps their headers. */
const answering = (body: object) => {
  const asked = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(body));
  return () => asked.mock.calls.map(([, request]) => new Headers(request?.headers));
};

it('sends a key with what writes, and none with what only looks for something', async () => {
  const headers = answering({ items: ['found'], next: null });
  await session.post('/orders', {});
  expect(await session.find('/households/find', { room: '3-2-501' })).toEqual(['found']);
  expect(headers().map((sent) => sent.has('Idempotency-Key'))).toEqual([true, false]);
});
