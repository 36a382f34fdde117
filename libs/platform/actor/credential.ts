import { createHash, randomBytes } from 'node:crypto';

const bytes = 32;
const shape = /^(?<community>[A-Za-z0-9_-]{1,64})\.[A-Za-z0-9_-]{43}$/;

/** What only its bearer has: `<community>.<256 random bits>`. The community says where to look, for nobody sees another's rows. */
export const newCredential = (community: string): string => `${community}.${randomBytes(bytes).toString('base64url')}`;

/** Undefined where it is none of ours. */
export const communityIn = (credential: string): string | undefined => shape.exec(credential)?.groups?.['community'];

/** What is kept of it. */
export const fingerprintOf = (credential: string): Buffer => createHash('sha256').update(credential).digest();
