import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Body, Controller, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createService, partConfigSchema, Public, readConfig, stop } from '@jielong/platform';
import { Raw, say } from '../../spec/raw.js';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

@Public()
@Controller('households')
class HouseholdsController {
  @Post('find')
  find(@Body() body: unknown): { kind: string } {
    return { kind: typeof body };
  }
}
@Module({ controllers: [HouseholdsController] })
class ServiceModule {}

/** A service as every one of ours is made, without a database. */
async function service(): Promise<NestExpressApplication> {
  const env = { NODE_ENV: 'test', PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:9', CODEC_KEYS: `test:${Buffer.alloc(32).toString('base64')}` };
  const app = await createService({
    name: 'members',
    module: ServiceModule,
    config: readConfig(partConfigSchema, { ...env, LOG_LEVEL: 'silent' }),
  });
  await app.listen(0, '127.0.0.1');
  return app;
}

let members: NestExpressApplication;
let gateway: RealGateway;
beforeAll(async () => {
  members = await service();
  gateway = await realGateway({ MEMBERS_URL: await members.getUrl(), HEADERS_TIMEOUT_MS: '500', REQUEST_TIMEOUT_MS: '1500' });
});
afterAll(async () => {
  await gateway.stop();
  await stop(members);
});

const lineFor = (path: string) => `POST ${path} HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n`;
const [real, recorded] = ['/api/households/find', '/api/supply-runs'];
const send = (body: string, path = real) => say(gateway.port, `${lineFor(path)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

describe('a body', () => {
  test('of the usual kind passes', async () =>
    expect(await send('{"a":[{"b":1}]}')).toMatchObject({ status: 201, text: '{"kind":"object"}' }));

  test('that says that it is too large is 413 before any of it is sent, and reaches no service', async () => {
    const answer = await say(gateway.port, `${lineFor(recorded)}Content-Length: 5242881\r\n\r\n`);
    expect(answer).toMatchObject({ status: 413, code: 'too-large' });
    expect(gateway.behind.take()).toEqual([]);
  });

  test('that becomes too large is 413 while it is sent, and ends', async () => {
    const patient = await gateway.another({ HEADERS_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '60000' });
    const raw = await Raw.to(Number(new URL(patient.url).port));
    raw.write(`${lineFor(recorded)}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let n = 0; n <= 80; n += 1) raw.write(chunk);
    expect(await raw.answer()).toMatchObject({ status: 413, code: 'too-large' });
    const began = performance.now();
    await raw.ended();
    expect(performance.now() - began).toBeLessThan(10_000); // it is not listened to until a patient timeout ends it
    expect(gateway.behind.take()).toEqual([]);
  });

  test('of the largest size passes in one piece and in chunks', async () => {
    const most = 5 * 1024 * 1024;
    const patient = await gateway.another({ HEADERS_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '60000' });
    const port = Number(new URL(patient.url).port);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (const framed of [
      `Content-Length: ${most}\r\n\r\n${'x'.repeat(most)}`,
      `Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(80)}0\r\n\r\n`,
    ])
      expect((await say(port, `${lineFor(recorded)}${framed}`)).status).toBe(200);
    expect(gateway.behind.take().map(({ bytes }) => bytes)).toEqual([most, most]);
  });

  test('too large for its service alone is 413 by that', async () => {
    const patient = await gateway.another({ HEADERS_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '60000' });
    const body = JSON.stringify({ a: 'x'.repeat(2_100_000) });
    const answer = await say(
      Number(new URL(patient.url).port),
      `${lineFor(real)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    expect(answer).toMatchObject({ status: 413, code: 'too-large' });
  });

  test.each([
    ['nested too deeply', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['nested a million times', '['.repeat(1_000_000)],
    ['nested in objects', '{"a":'.repeat(50)],
    ['of too many members', `[${'0,'.repeat(60_000)}0]`],
  ])('%s is 400, and says so', async (_name, body) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, code: 'malformed' });
    expect(JSON.parse(answer.text).text).toMatchObject({
      zh: expect.stringContaining('嵌套太深'),
      en: expect.stringContaining('nested too deeply'),
    });
  });

  test('in another encoding of text is 415: its brackets could not be counted', async () => {
    const body = Buffer.from('{"a":1}', 'utf16le').toString('latin1');
    const head = lineFor(real).replace('application/json', 'application/json; charset=utf-16');
    expect(await say(gateway.port, `${head}Content-Length: ${body.length}\r\n\r\n${body}`)).toMatchObject({
      status: 415,
      code: 'not-json',
    });
  });
});

describe('who is slow', () => {
  const timed = async (...parts: readonly string[]) => {
    const began = performance.now();
    const raw = await Raw.to(gateway.port);
    for (const part of parts) {
      raw.write(part);
      await setTimeout(100);
    }
    const heard = await raw.ended();
    return { heard, ms: performance.now() - began };
  };

  test('with the headers is ended with 408', async () => {
    const { heard, ms } = await timed('GET /api/households/1 HTTP/1.1\r\n', 'Host: gateway\r\n', 'X-A: 1\r\n');
    expect(heard).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json/);
    expect(heard).toContain('too-slow');
    expect(ms).toBeLessThan(3_500);
  });

  test('with the body is ended, whether a service waits for it or not', async () => {
    const { heard, ms } = await timed(`${lineFor(real)}Content-Length: 100\r\n\r\n`, '{"a":', '1');
    expect(heard).toContain('408 Request Timeout');
    expect(ms).toBeLessThan(4_500);
  });

  test('who says nothing at all is ended, too', async () => {
    const { ms } = await timed();
    expect(ms).toBeLessThan(3_500);
  });
});
