import { createHash, randomBytes } from 'node:crypto';

const bytes = 32;
/** Who comes with it: a person in a session, a service with an API key, a device of a shift, a household by its link. A session's is written without its kind. */
export const credentialKinds = ['session', 'key', 'shift', 'home'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

const shape = new RegExp(`^(?<community>[A-Za-z0-9_-]{1,64})\\.(?:(?<kind>${credentialKinds.join('|')})\\.)?[A-Za-z0-9_-]{43}$`);

/** What only its bearer has: `<community>.<256 random bits>`. The community says where to look, for nobody sees another's rows. */
export const newCredential = (community: string, kind: CredentialKind = 'session'): string =>
  [community, ...(kind === 'session' ? [] : [kind]), randomBytes(bytes).toString('base64url')].join('.');

/** Where to look for a credential, and among which; undefined where it is none of ours. */
export function whereIs(credential: string): { readonly community: string; readonly kind: CredentialKind } | undefined {
  const { community, kind = 'session' } = shape.exec(credential)?.groups ?? {};
  const known = credentialKinds.find((it) => it === kind);
  return community === undefined || known === undefined ? undefined : { community, kind: known };
}

/** Undefined where it is none of ours. */
export const communityIn = (credential: string): string | undefined => whereIs(credential)?.community;

/** What is kept of it. */
export const fingerprintOf = (credential: string): Buffer => createHash('sha256').update(credential).digest();
