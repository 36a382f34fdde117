import { expect, test } from '@jest/globals';
import { credentialIn, handedOnIn } from './credential.js';

const request = (headers: Record<string, string>) => ({ get: (name: string) => headers[name] }) as never;

test.each([
  ['nothing', '', undefined],
  ['nothing of a session, or of another site', '__Host-jielong-session=s; other=o', undefined],
  [
    'the device, the form, and what comes back from a provider',
    'other=o; __Host-jielong-device=d;__Host-jielong-form=f;__Host-jielong-oidc=a.b.c; __Host-jielong-session=s',
    '__Host-jielong-device=d; __Host-jielong-form=f; __Host-jielong-oidc=a.b.c',
  ],
  ['nothing that is only called alike', 'x__Host-jielong-oidc=a; __Host-jielong-oidc2=b', undefined],
])('%s is handed on of %j', (_, cookie, handedOn) => expect(handedOnIn(request({ cookie }))).toBe(handedOn));

test('an API key comes in the header of a program, before any cookie', () => {
  const authorization = 'Bearer sample.key.AbC_-9';
  expect(credentialIn(request({ authorization, cookie: '__Host-jielong-session=s' }))).toEqual({
    value: 'sample.key.AbC_-9',
    from: 'header',
  });
});
