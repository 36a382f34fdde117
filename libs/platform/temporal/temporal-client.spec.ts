import { getEventListeners } from 'node:events';
import { afterAll, expect, test } from '@jest/globals';
import { isGrpcCancelledError } from '@temporalio/client';
import { TemporalClient } from './temporal-client.js';

const nobody = '127.0.0.1:1';
const client = new TemporalClient({
  ...{ TEMPORAL_ADDRESS: nobody, TEMPORAL_NAMESPACE: 'jielong' },
  CODEC_KEYS: { current: 'a', keys: { a: Buffer.alloc(32, 1) } },
});
afterAll(() => client.onApplicationShutdown());
const ask = () => client.connection.workflowService.getSystemInfo({});

test('a signal that lives long keeps none of the calls that are over', async () => {
  const stopping = new AbortController();
  for (let i = 0; i < 3; i += 1) await expect(client.withAbortSignal(stopping.signal, () => client.patiently(ask, 50))).rejects.toThrow();
  expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
});

test('it still ends a call that is under way', async () => {
  const stopping = new AbortController();
  const ended = client.withAbortSignal(stopping.signal, () => client.patiently(ask, 30_000)).catch((error: unknown) => error);
  stopping.abort();
  expect(isGrpcCancelledError(await ended)).toBe(true);
});
