import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkOidc, oidcIn, oidcVariables } from './oidc-config.js';

const schema = z.object({ NODE_ENV: z.string(), ...oidcVariables }).superRefine(checkOidc);
const whole = {
  NODE_ENV: 'production',
  OIDC_ISSUER: 'https://id.example.org',
  OIDC_CLIENT_ID: 'jielong',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_COMMUNITY: 'sample',
  OIDC_CODE_CLAIM: 'employee_number',
};
const complaints = (config: object) => schema.safeParse(config).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('sign-in by a provider', () => {
  test('is off where nothing is set, and on where all of it is', () => {
    expect(complaints({ NODE_ENV: 'production' })).toEqual([]);
    expect(oidcIn(schema.parse({ NODE_ENV: 'production' }))).toBeUndefined();
    expect(complaints(whole)).toEqual([]);
    expect(oidcIn(schema.parse(whole))).toMatchObject({ OIDC_COMMUNITY: 'sample' });
  });

  test.each(Object.keys(whole).filter((name) => name !== 'NODE_ENV'))('is not half on: without %s it is said', (name) =>
    expect(complaints({ ...whole, [name]: undefined })).toEqual([name]),
  );

  test('is over TLS in production', () => {
    const plain = { ...whole, OIDC_ISSUER: 'http://id.example.org' };
    expect(complaints(plain)).toEqual(['OIDC_ISSUER']);
    expect(complaints({ ...plain, NODE_ENV: 'development' })).toEqual([]);
  });
});
