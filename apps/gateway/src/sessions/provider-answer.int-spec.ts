import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

let gateway: RealGateway;
beforeAll(async () => void (gateway = await realGateway()));
afterAll(() => gateway.stop());

test('what a provider answers reaches members as it was sent, with its own cookie and nobody’s session', async () => {
  const path = '/api/oidc/callback?code=a-b_c&state=s&iss=https%3A%2F%2Fid.example.org%2Frealms%2Fa';
  const cookie = '__Host-jielong-session=s; __Host-jielong-oidc=a.b.c; other=o';
  await fetch(new URL(path, gateway.url), { headers: { Cookie: cookie } });
  const received = gateway.behind.take();
  expect(received).toMatchObject([{ method: 'GET', url: path, headers: { cookie: '__Host-jielong-oidc=a.b.c' } }]);
  expect(received[0]?.headers).not.toHaveProperty('jielong-token');
});
