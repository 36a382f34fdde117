import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Raw, say } from '../../spec/raw.js';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

let gateway: RealGateway;
beforeAll(async () => void (gateway = await realGateway()));
afterAll(() => gateway.stop());
afterEach(() => void gateway.behind.take());

const head = (...headers: readonly string[]) => ['Host: gateway', ...headers, '', ''].join('\r\n');
const get = (target: string, ...headers: readonly string[]) => say(gateway.port, `GET ${target} HTTP/1.1\r\n${head(...headers)}`);
const post = (body: string, ...headers: readonly string[]) =>
  say(gateway.port, `POST /api/households/find HTTP/1.1\r\n${head('Content-Type: application/json', ...headers)}${body}`);

describe('a path', () => {
  test('that is plain reaches the service that owns it, as it is', async () => {
    expect((await get('/api/households/a%20b?x=1')).status).toBe(200);
    expect(gateway.behind.take()).toMatchObject([{ method: 'GET', url: '/api/households/a%20b?x=1' }]);
  });

  test.each([
    '/api/../api/households/1',
    '/api/docs/../households/1',
    '/api/./households/1',
    '//api/households/1',
    '/api//households/1',
    '/api/households%2f1',
    '/api%2fhouseholds/1',
    '/api/%2e%2e/metrics',
    '/api/households/%2E./metrics',
    '/api\\households/1',
    '/api/households/1%5c..',
    '/api/households/1%00',
    'http://orders:3000/api/households/1',
    'http://gateway/api/households/1',
    'households/1',
  ])('in disguise reaches nothing: %s', async (target) => {
    expect(await get(target)).toMatchObject({ status: 400, code: 'malformed' });
    expect(gateway.behind.take()).toEqual([]);
  });

  test.each(['/metrics', '/health/ready', '/openapi.json', '/api', '/API/households/1', '/api/Households/1'])(
    'that no service owns reaches none: %s',
    async (target) => {
      await get(target);
      expect(gateway.behind.take().filter(({ url }) => !url.startsWith('/health/ready'))).toEqual([]);
    },
  );

  test('of too many characters is 414, in both languages', async () => {
    const answer = await get(`/api/households/${'1'.repeat(5_000)}`);
    expect(answer).toMatchObject({ status: 414, code: 'address-too-long' });
    expect(JSON.parse(answer.text).text).toMatchObject({ zh: expect.stringContaining('太长'), en: expect.stringContaining('too long') });
  });

  test.each(['CONNECT orders:3000', 'OPTIONS *', 'TRACE /api/households/1'])('is asked for by no method of proxies: %s', async (line) => {
    const raw = await Raw.to(gateway.port);
    raw.write(`${line} HTTP/1.1\r\n${head('Connection: close')}`);
    expect(await raw.ended()).not.toContain(' 200 ');
  });
});

describe('headers', () => {
  test('that say whom a proxy speaks for are said by the gateway alone', async () => {
    const told = [
      'X-Forwarded-For: 1.2.3.4',
      'X-Forwarded-Host: evil',
      'X-Forwarded-Proto: https',
      'Forwarded: for=1.2.3.4',
      'X-Real-IP: 1.2.3.4',
    ];
    await get('/api/households/1', ...told, 'X_Forwarded_For: 1.2.3.4', 'X-Forwarded-Prefix: /x', 'True-Client-IP: 1.2.3.4');
    const [received] = gateway.behind.take();
    expect(received?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'gateway', 'x-forwarded-proto': 'http' });
    expect(JSON.stringify(received?.headers)).not.toMatch(/1\.2\.3\.4|evil|\/x"/);
  });

  test('of our own that are internal do not come in from outside; those of a caller do', async () => {
    await get(
      '/api/households/1',
      'Jielong-Token: forged',
      'Jielong_Token: forged',
      'JIELONG-ANYTHING: forged',
      'Jielong-Correlation-Id: cor-00001',
    );
    const [received] = gateway.behind.take();
    expect(JSON.stringify(received?.headers)).not.toContain('forged');
    expect(received?.headers).toMatchObject({ 'jielong-correlation-id': 'cor-00001' });
  });

  test('of one connection end here, and what Connection names with them', async () => {
    await get(
      '/api/households/1',
      'Connection: X-Once, Upgrade, X-Forwarded-For',
      'X-Once: 1',
      'Upgrade: h2c',
      'TE: trailers',
      'Keep-Alive: 1',
      'Proxy-Authorization: Basic x',
      'Cookie: a=1',
    );
    const [received] = gateway.behind.take();
    const own = ['x-once', 'upgrade', 'te', 'keep-alive', 'proxy-authorization'];
    expect(Object.keys(received?.headers ?? {}).filter((name) => own.includes(name))).toEqual([]);
    expect(received?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1' }); // what the gateway says cannot be named away
    expect(received?.headers).not.toHaveProperty('cookie'); // what opens a session is for the gateway alone
  });

  test.each(['Content-Length', 'transfer-encoding', 'close, host'])(
    'that say where a request ends or goes are not to be named away: %s',
    async (name) => {
      expect(await post('{}', 'Content-Length: 2', `Connection: ${name}`)).toMatchObject({ status: 400, code: 'malformed' });
      expect(gateway.behind.take()).toEqual([]);
    },
  );

  test('too large or too many are 431 and reach nothing', async () => {
    expect(await get('/api/households/1', `X-Large: ${'x'.repeat(17_000)}`)).toMatchObject({ status: 431, code: 'headers-too-large' });
    expect(gateway.behind.take()).toEqual([]);
  });

  test('are none of them dropped unseen: more than 100 are 431, and what stands last still says where a body ends', async () => {
    const junk = (count: number) => Array.from({ length: count }, (_, n) => `X-${n}: 1`);
    const body = 'GET /api/households/hidden HTTP/1.1\r\nHost: gateway\r\n\r\n';
    const chunked = (count: number) =>
      say(
        gateway.port,
        `GET /api/households/1 HTTP/1.1\r\n${head(...junk(count), 'Transfer-Encoding: chunked')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      );
    expect(await chunked(1_000)).toMatchObject({ status: 431, code: 'headers-too-large' });
    expect(gateway.behind.take()).toEqual([]);
    expect((await chunked(98)).status).toBe(200);
    expect(gateway.behind.take()).toMatchObject([{ url: '/api/households/1', bytes: body.length }]);
  });

  test('that a connection ends are believed', async () => {
    const raw = await Raw.to(gateway.port);
    raw.write(`GET /api/households/1 HTTP/1.1\r\n${head('Connection: close')}`);
    expect(await raw.ended()).toContain('"reached":true');
    const old = await Raw.to(gateway.port);
    old.write('GET /api/households/1 HTTP/1.0\r\n\r\n');
    expect(await old.ended()).toContain('"reached":true');
  });
});

describe('where a request ends is said once', () => {
  const hidden = 'GET /api/households/hidden HTTP/1.1\r\nHost: gateway\r\n\r\n';
  test.each([
    ['two lengths', ['Content-Length: 2', `Content-Length: ${2 + hidden.length}`]],
    ['the same length twice', ['Content-Length: 2', 'Content-Length: 2']],
    ['a list of lengths', ['Content-Length: 2, 2']],
    ['a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['chunks that are not last', ['Transfer-Encoding: chunked, gzip']],
    ['another encoding before chunks', ['Transfer-Encoding: gzip, chunked']],
    ['chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['an unknown encoding', ['Transfer-Encoding: xchunked']],
    ['a length that is no number', ['Content-Length: +2']],
    ['a length below zero', ['Content-Length: -1']],
    ['a name with a space behind it', ['Content-Length : 2']],
    ['a folded line', ['X-A: 1\r\n Content-Length: 2']],
    ['a line feed alone', ['X-A: 1\nContent-Length: 2']],
  ])('%s: 400, the connection ends, and nothing reaches a service', async (_name, headers) => {
    const raw = await Raw.to(gateway.port);
    raw.write(`POST /api/households/find HTTP/1.1\r\n${head('Content-Type: application/json', ...headers)}0\r\n\r\n${hidden}`);
    expect(await raw.ended()).toMatch(/^HTTP\/1\.1 400 [^]*"code":"malformed"/);
    expect(gateway.behind.take()).toEqual([]);
  });

  test('a chunk whose size is no number ends the connection', async () => {
    await post('zz\r\n{}\r\n0\r\n\r\n', 'Transfer-Encoding: chunked');
    expect(gateway.behind.take()).toEqual([]);
  });

  test('a body in chunks arrives whole', async () => {
    expect((await post('2\r\n{}\r\n0\r\n\r\n', 'Transfer-Encoding: chunked')).status).toBe(200);
    expect(gateway.behind.take()).toMatchObject([{ bytes: 2 }]);
  });

  test('what follows a body is a request of its own, seen by the guard as such', async () => {
    const raw = await Raw.to(gateway.port);
    raw.write(
      `POST /api/households/find HTTP/1.1\r\n${head('Content-Type: application/json', 'Content-Length: 2')}{}GET /api/../metrics HTTP/1.1\r\n${head('Connection: close')}`,
    );
    const heard = await raw.ended();
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect(gateway.behind.take()).toHaveLength(1);
  });
});
