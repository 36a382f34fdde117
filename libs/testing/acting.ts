import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Grant } from '@jielong/kernel';

const seed = Buffer.alloc(32, 9);
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
const kid = 'test';

/** JWKS_URL of a service under test: the keys themselves, for there is no members to ask. */
export const testJwksUrl = `data:application/json,${encodeURIComponent(
  JSON.stringify({ keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }] }),
)}`;

/** SIGNING_KEYS of members under test: what it signs and what `acting` signs is the same to every service. */
export const testSigningKeys = `${kid}:${seed.toString('base64')}`;

/** `V…` orders for neighbours and is no staff; whoever else is not said to be something is the office. */
const usualGrants = (code = ''): readonly Grant[] => [{ role: code.startsWith('V') ? 'building-captain' : 'coordinator', scope: {} }];
const lifeSeconds = 3_600;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The headers of a request by `<community>/<person code>`, as the gateway sends them on; with what they are where it is not usual. */
export function acting(actor: string, grants?: readonly Grant[], over: object = {}): { 'Jielong-Token': string } {
  const [community, sub] = actor.split('/');
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: 'jielong-members', aud: 'jielong-services', iat: now, exp: now + lifeSeconds },
    ...{ sub, community, grants: grants ?? usualGrants(sub), channel: 'api', session: 'test' },
    ...over,
  };
  const said = `${part({ alg: 'EdDSA', kid })}.${part(claims)}`;
  return { 'Jielong-Token': `${said}.${sign(null, Buffer.from(said), key).toString('base64url')}` };
}
