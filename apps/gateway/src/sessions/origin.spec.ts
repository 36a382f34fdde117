import { expect, test } from '@jest/globals';
import { isFromElsewhere } from './origin.js';

const request = (method: string, headers: Record<string, string>) =>
  ({ method, get: (name: string) => ({ host: 'jielong.example.org', ...headers })[name] }) as never;

test.each<[string, string, Record<string, string>, boolean]>([
  ['that says nothing', 'POST', {}, false],
  ['of ours, which tells nobody where it was opened', 'POST', { origin: 'null', 'sec-fetch-site': 'same-origin' }, false],
  ['of ours, from a browser that tells it all the same', 'POST', { origin: 'https://jielong.example.org' }, false],
  ['of another site', 'POST', { origin: 'null', 'sec-fetch-site': 'cross-site' }, true],
  ['of another site, from a browser that names its origin alone', 'POST', { origin: 'https://elsewhere.example' }, true],
  ['of another host of the same site', 'POST', { origin: 'https://x.jielong.example.org' }, true],
  ['of another site with a strange origin', 'POST', { origin: 'file://' }, true],
  ['that is no form but a link from another site', 'GET', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, false],
])('a form %s', (_what, method, headers, elsewhere) => expect(isFromElsewhere(request(method, headers))).toBe(elsewhere));
