import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Channel, Grant, Post } from '@jielong/kernel';
import { exportJWK, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey, SignJWT } from 'jose';
import { z } from 'zod';
import type { KeyRing } from '../config/key-ring.js';

/** Between gateway and services; a caller never sees it and cannot bring one along. */
export const tokenHeader = 'Jielong-Token';
const issuer = 'jielong-members';
const audience = 'jielong-services';
const algorithm = 'EdDSA';
/** Longer than the gateway waits for a service, and no longer. */
const lifeSeconds = 60;

/** Whom members knows the caller to be: what the token carries. */
export interface Caller {
  readonly community: string;
  readonly code: string;
  readonly grants: readonly Grant[];
  readonly channel: Channel;
  readonly session: string;
  readonly posts?: readonly Post[] | undefined;
}

const instant = z.iso.datetime({ offset: true });

const claims = z.object({
  sub: z.string().min(1),
  community: z.string().min(1),
  grants: z.array(
    z.object({ role: z.string(), scope: z.record(z.string(), z.string()), from: instant.optional(), until: instant.optional() }),
  ),
  channel: z.enum(['api', 'cli', 'service', 'paper']),
  session: z.string().min(1),
  posts: z
    .array(z.object({ code: z.string().min(1), from: instant }))
    .min(1)
    .optional(),
});

/** Signs with the first of the keys; whoever verifies knows all of them, so that keys change without a gap. */
export class TokenSigner {
  private readonly key: KeyObject;

  constructor(private readonly keys: KeyRing) {
    this.key = privateKeyOf(keys.keys[keys.current] ?? Buffer.alloc(0));
  }

  sign({ code, ...caller }: Caller): Promise<string> {
    return new SignJWT({ ...caller })
      .setProtectedHeader({ alg: algorithm, kid: this.keys.current })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(code)
      .setIssuedAt()
      .setExpirationTime(`${lifeSeconds}s`)
      .sign(this.key);
  }

  /** The public keys (RFC 7517). */
  async jwks(): Promise<JSONWebKeySet> {
    const publics = Object.entries(this.keys.keys).map(async ([kid, seed]) => {
      const jwk = await exportJWK(createPublicKey(privateKeyOf(seed)));
      return { ...jwk, kid, alg: algorithm, use: 'sig' };
    });
    return { keys: await Promise.all(publics) };
  }
}

/** Throws where the token is forged, over, of another issuer or not one of ours. */
export async function callerIn(token: string, keys: JWTVerifyGetKey): Promise<Caller> {
  const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: [algorithm], requiredClaims: ['exp'] });
  const { sub, ...caller } = claims.parse(payload);
  return { ...caller, code: sub };
}

/** An Ed25519 key is its seed of 32 bytes behind this head of PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKeyOf = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
