import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { realGateway, type RealGateway } from '../../spec/real-gateway.js';

let gateway: RealGateway;
beforeAll(async () => void (gateway = await realGateway()));
afterAll(() => gateway.stop());

const get = (path: string) => fetch(new URL(path, gateway.url));
const policyOf = (answer: Response) =>
  Object.fromEntries(
    (answer.headers.get('content-security-policy') ?? '').split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(' ');
      return [name, sources];
    }),
  );

test.each([
  ['a service', '/api/households/1', 200],
  ['the gateway', '/health/live', 200],
  ['the documentation', '/api/docs', 200],
  ['nobody', '/api/nothing', 404],
  ['nobody, outside', '/nothing', 404],
  ['the guard at the entry', '/api/households%2f1', 400],
])('every answer says what a browser may do with it, whoever gives it: %s', async (_who, path, status) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'permissions-policy': expect.stringContaining('geolocation=()'),
    'cross-origin-resource-policy': 'same-origin',
  });
  const policy = policyOf(answer);
  expect(policy).toMatchObject({
    'default-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
  });
  expect(JSON.stringify(policy)).not.toContain('unsafe');
  expect(answer.headers.has('x-powered-by')).toBe(false);
});

describe('the documentation page under that policy', () => {
  let page: string;
  beforeAll(async () => void (page = await (await get('/api/docs')).text()));
  const tags = (name: string) =>
    [...page.matchAll(new RegExp(`<${name}\\b([^>]*)>([^<]*)`, 'g'))].map(([, attributes = '', text = '']) => ({ attributes, text }));
  const addressesIn = (name: string, attribute: string) =>
    tags(name).map(({ attributes }) => new RegExp(`\\b${attribute}="([^"]+)"`).exec(attributes)?.[1] ?? 'none');

  test('has nothing inline: no script, no style, no handler', () => {
    expect(tags('script').map(({ text }) => text.trim())).toEqual(['', '']);
    expect(tags('style')).toEqual([]);
    expect(page).not.toMatch(/<[^>]+\s(on\w+|style)\s*=/);
    expect(page).not.toContain('javascript:');
  });

  test('has its scripts, styles and icon from the gateway itself, of the types that they are taken for', async () => {
    const addresses = [...addressesIn('script', 'src'), ...addressesIn('link', 'href')];
    expect(addresses).toHaveLength(5);
    for (const address of addresses) {
      const answer = await get(address);
      expect([address, answer.status, new URL(answer.url).origin]).toEqual([address, 200, gateway.url]);
      const type = answer.headers.get('content-type') ?? '';
      expect(type).toMatch({ js: /^text\/javascript/, css: /^text\/css/, png: /^image\/png/ }[address.split('.').at(-1) ?? ''] ?? /^$/);
      await answer.body?.cancel();
    }
  });

  test('its styles fetch nothing but images that they hold', async () => {
    for (const address of addressesIn('link', 'href').filter((one) => one.endsWith('.css'))) {
      const css = await (await get(address)).text();
      const fetched = [...css.matchAll(/url\(\s*["']?([^)]{0,12})/g)].map(([, start = '']) => start);
      expect(fetched.filter((start) => !start.startsWith('data:image/'))).toEqual([]);
      expect(css).not.toContain('@import');
    }
  });

  test('its scripts evaluate no text, and make no style sheets or scripts', async () => {
    const scripts = await Promise.all(addressesIn('script', 'src').map(async (address) => (await get(address)).text()));
    for (const script of scripts) {
      const evaluated = script.match(/\beval\(|\bFunction\([^)]{0,30}\)/g) ?? [];
      // lodash and regenerator look for the global object that way, where globalThis is missing, and catch what comes of it
      expect(evaluated.filter((call) => call !== 'Function("return this")')).toEqual([]);
      expect(script).not.toMatch(/createElement\(["'](style|script)["']\)|insertRule\(|setAttribute\(["']style["']/);
    }
  });

  test('asks the gateway alone: for the document, and no validator elsewhere', async () => {
    const start = await (await get('/api/docs/start.js')).text();
    expect(start).toContain("url: '/api/openapi.json'");
    expect(start).toContain('validatorUrl: null');
  });

  test('is all that is served of swagger-ui', async () => {
    for (const file of ['index.html', 'swagger-initializer.js', 'package.json', '', 'swagger-ui.css/..', 'swagger-ui.css/x'])
      expect([file, (await get(`/api/docs/ui/${file}`)).status]).toEqual([file, 404]);
  });
});
