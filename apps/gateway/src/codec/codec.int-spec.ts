import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Body, Controller, HttpCode, Logger, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createService, EncryptionCodec, partConfigSchema, Public, readConfig, stop } from '@jielong/platform';
import { acting } from '@jielong/testing';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

const ui = 'http://127.0.0.1:8233';
const key = Buffer.alloc(32);
/** Whoever comes with their code as credential is signed in as that, and `operator` is one. */
@Public()
@Controller('internal/callers')
class CallersController {
  @Post()
  @HttpCode(200)
  look(@Body() { credential }: { credential: string }): object {
    if (credential === 'nobody') return { token: null };
    const token = acting(`sample/${credential}`, [{ role: credential, scope: {} }])['Jielong-Token'];
    return { token, session: credential };
  }
}
@Module({ controllers: [CallersController] })
class MembersModule {}

let members: NestExpressApplication;
let gateway: RealGateway;
beforeAll(async () => {
  const env = { NODE_ENV: 'test', PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:9', CODEC_KEYS: `test:${key.toString('base64')}` };
  const config = readConfig(partConfigSchema, { ...env, LOG_LEVEL: 'silent' });
  members = await createService({ name: 'members', module: MembersModule, config });
  await members.listen(0, '127.0.0.1');
  gateway = await realGateway({ MEMBERS_URL: await members.getUrl(), TEMPORAL_UI_ORIGIN: ui });
});
afterAll(async () => {
  await gateway.stop();
  await stop(members);
});

/** A payload of a history, as Temporal's UI posts it. */
async function sealed(): Promise<object> {
  const codec = new EncryptionCodec({ current: 'test', keys: { test: key } });
  const plain = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"三份"') };
  const [payload] = await codec.encode([plain]);
  const text = (bytes?: Uint8Array | null) => Buffer.from(bytes ?? []).toString('base64');
  const metadata = Object.fromEntries(Object.entries(payload?.metadata ?? {}).map(([name, value]) => [name, text(value)]));
  return { payloads: [{ metadata, data: text(payload?.data) }] };
}
const decode = async (headers: Record<string, string>) =>
  fetch(`${gateway.url}/api/codec/decode`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(await sealed()),
  });
const cookie = (who: string) => ({ Cookie: `__Host-jielong-session=${who}` });
const bearer = (who: string) => ({ Authorization: `Bearer ${who}` });

test('an operator who is signed in reads a payload, in the UI by cookie and in a program by its credential', async () => {
  for (const headers of [{ ...cookie('operator'), Origin: ui }, bearer('operator')]) {
    const answer = await decode(headers);
    expect(answer.status).toBe(200);
    const { payloads } = (await answer.json()) as { payloads: { data: string }[] };
    expect(Buffer.from(payloads[0]?.data ?? '', 'base64').toString('utf8')).toBe('"三份"');
  }
});

test('who has read how many payloads stands in the log, and nothing of them', async () => {
  const logged = jest.spyOn(Logger.prototype, 'log');
  await decode(bearer('operator'));
  await decode(bearer('coordinator'));
  const lines = logged.mock.calls.filter(([, text]) => text === 'payloads were decoded').map(([line]) => line as unknown);
  logged.mockRestore();
  expect(lines).toEqual([{ community: 'sample', code: 'operator', session: expect.any(String), payloads: 1 }]);
});

test.each([
  ['nobody', 401, {}],
  ['somebody whose session is over', 401, bearer('nobody')],
  ['a coordinator', 403, bearer('coordinator')],
  ['a gate captain', 403, { ...cookie('gate-captain'), Origin: ui }],
  ['an operator on a page of another site', 403, { ...cookie('operator'), Origin: 'https://elsewhere.example' }],
  ['an operator on a page of another port', 403, { ...cookie('operator'), Origin: 'http://127.0.0.1:8234' }],
])('%s is answered %d and nothing of a payload', async (_who, status, headers: Record<string, string>) => {
  const answer = await decode(headers);
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain('payloads');
});

const mayShare = async (origin: string, method: string, path = '/api/codec/decode') => {
  const { headers } = await fetch(`${gateway.url}${path}`, { method, headers: { Origin: origin } });
  return [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
};
test('only the exact origin of the UI may share what is answered, and only here', async () => {
  expect(await mayShare(ui, 'OPTIONS')).toEqual([ui, 'true']);
  expect(await mayShare(ui, 'POST')).toEqual([ui, 'true']);
  for (const origin of [`${ui}.example`, 'http://127.0.0.1:82', 'https://127.0.0.1:8233', 'null'])
    expect(await mayShare(origin, 'OPTIONS')).toEqual([null, null]);
  expect(await mayShare(ui, 'GET', '/api/me')).toEqual([null, null]);
});

test('a page of the UI’s origin gets nowhere else with a cookie', async () => {
  const answer = await fetch(`${gateway.url}/api/supply-runs`, { method: 'POST', headers: { ...cookie('operator'), Origin: ui } });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'other-site']);
});
