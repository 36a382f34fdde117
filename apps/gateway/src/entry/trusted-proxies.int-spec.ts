import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { say } from '../../spec/raw.js';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

let gateway: RealGateway;
beforeAll(async () => void (gateway = await realGateway({ TRUSTED_PROXIES: '127.0.0.1, 10.1.0.0/16' })));
afterAll(() => gateway.stop());

/** Whom a service is told that the request came for, where a trusted proxy hands it to the gateway. */
async function toldFor(forwarded: string): Promise<string | undefined> {
  await say(
    gateway.port,
    `GET /api/households/1 HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: ${forwarded}\r\nX-Forwarded-Proto: https\r\n\r\n`,
  );
  const [received] = gateway.behind.take();
  expect(received?.headers['x-forwarded-proto']).toBe('https');
  return String(received?.headers['x-forwarded-for']);
}

test('a trusted proxy is believed, and so is a trusted one behind it', async () => {
  expect(await toldFor('203.0.113.9')).toBe('203.0.113.9');
  expect(await toldFor('203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
});

test('what a caller has said before the first proxy that is trusted is not', async () => {
  expect(await toldFor('1.2.3.4, 203.0.113.9')).toBe('203.0.113.9');
  expect(await toldFor('127.0.0.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
  expect(await toldFor('<script>')).toBe('127.0.0.1');
});
