import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusedTarget } from './request-target.js';

test.each([
  '/',
  '/api/households/find',
  '/api/supply-runs/0193a1b2-0000-7000-8000-000000000001/sheets/pickup?limit=5&after=a%2Fb%2e',
  '/api/people/%E4%B9%94',
  '/api/docs/ui/swagger-ui.css',
  '/api/x/...',
  '/api/x?next=//evil.example/../\\',
])('%s is a plain path', (target) => expect(refusedTarget(target)).toBeUndefined());

test.each([
  ['an absolute address', 'http://orders:3000/api/households'],
  ['another scheme', 'file:///etc/passwd'],
  ['an authority', 'orders:3000'],
  ['the server as a whole', '*'],
  ['nothing', ''],
  ['a host in disguise', '//orders/api/households'],
  ['an empty segment', '/api//households'],
  ['a dot', '/api/./households'],
  ['two dots', '/api/docs/../households'],
  ['two dots at the end', '/api/..'],
  ['an encoded slash', '/api%2fhouseholds'],
  ['an encoded slash, written large', '/api%2Fhouseholds'],
  ['encoded dots', '/api/%2e%2E/metrics'],
  ['a backslash', '/api\\households'],
  ['an encoded backslash', '/api/%5chouseholds'],
  ['NUL', '/api/households%00'],
  ['a control character', '/api/\thouseholds'],
  ['bytes that are no text', '/api/\u00e4'],
])('%s is refused', (_name, target) => expect(refusedTarget(target)).toMatchObject({ status: 400, code: 'malformed' }));

test('an address of more than 4,096 characters is refused, wherever they are', () => {
  expect(refusedTarget(`/${'a'.repeat(4_095)}`)).toBeUndefined();
  for (const long of [`/${'a'.repeat(4_096)}`, `/api?${'a'.repeat(4_096)}`])
    expect(refusedTarget(long)).toMatchObject({ status: 414, code: 'address-too-long' });
});

test('what is let in means the same to whoever normalises it', () => {
  const piece = fc.constantFrom('/', 'api', '.', '..', '%2e', '%2F', '\\', '%5c', 'a', '%00', '?', '%41', ';', ':', '@');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const target = `/${pieces.join('')}`;
      if (refusedTarget(target) === undefined) expect(new URL(target, 'http://gateway').pathname).toBe(target.split('?')[0]);
    }),
  );
});
