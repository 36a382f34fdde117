import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

const algorithm = 'RS256';
const codeClaim = 'employee_number';
const client = { id: 'jielong', secret: 'a-secret-of-the-tests-and-of-nothing-else' } as const;
const redirect = 'https://jielong.example.org/api/oidc/callback';

/** Claims of an ID token put in the place of the true ones; `isForged`: signed by somebody else. */
export interface Tampering {
  readonly claims?: JWTPayload;
  readonly isForged?: boolean;
}

/** A real identity provider, listening. Whoever comes is signed in there as `person`. */
export class RealProvider {
  person = 'S001';
  /** What happens to the next ID tokens on their way. */
  tampering: Tampering | undefined;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<RealProvider> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const real = new RealProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await real.serve();
    return real;
  }

  /** What members reads of it. */
  env = (community: string) => ({
    OIDC_ISSUER: this.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    OIDC_COMMUNITY: community,
    OIDC_CODE_CLAIM: codeClaim,
  });

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  /** Listens where it did before. */
  async again(): Promise<void> {
    await once(this.server.listen(Number(new URL(this.issuer).port), '127.0.0.1'), 'listening');
  }

  /** A browser goes where it is sent, with its cookies, until it is sent back to us: to which path, and with what. */
  async visit(address: string): Promise<string> {
    const jar = new Map<string, string>();
    let next = address;
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const { status, headers } = await fetch(next, { redirect: 'manual', headers: { Cookie: cookie } });
      for (const set of headers.getSetCookie()) {
        const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
        jar.set(name, value);
      }
      next = new URL(headers.get('location') ?? '', next).href;
      if (status < 300 || status > 399) throw new Error(`${next}: ${status}`);
      if (next.startsWith(redirect)) return next.slice(new URL(next).origin.length);
    }
    throw new Error('the provider sent nobody back');
  }

  private async serve(): Promise<void> {
    const [own, another] = await Promise.all([keyPair(), keyPair()]);
    const jwk = { ...(await exportJWK(own.privateKey)), kid: 'own', alg: algorithm, use: 'sig' };
    const provider = new Provider(this.issuer, {
      clients: [
        { client_id: client.id, client_secret: client.secret, redirect_uris: [redirect], token_endpoint_auth_method: 'client_secret_post' },
      ],
      jwks: { keys: [jwk] },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
      cookies: { keys: ['a-key-of-the-tests'] },
      claims: { openid: ['sub'], profile: [codeClaim] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      findAccount: (_context, accountId) => ({ accountId, claims: () => claimsOf(accountId) }),
      loadExistingGrant: (context) => grantAll(context),
    });
    provider.use(async (context, next) => {
      await next();
      if (context.path !== '/token' || !this.tampering) return;
      const body = context.body as { id_token?: string };
      const { claims, isForged } = this.tampering;
      const said = { ...decodeJwt(body.id_token ?? ''), ...claims };
      const { privateKey } = isForged ? another : own;
      body.id_token = await new SignJWT(said).setProtectedHeader({ alg: algorithm, kid: 'own' }).sign(privateKey);
    });
    const answer = provider.callback();
    this.server.on('request', (request, response) => {
      if (request.url?.startsWith('/interaction/')) void this.signIn(provider, request, response);
      else void answer(request, response);
    });
  }

  /** `refused`: whoever it is says no. */
  private signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = this.person === 'refused' ? { error: 'access_denied' } : { login: { accountId: this.person } };
    return provider.interactionFinished(request, response, result);
  }
}

const keyPair = () => generateKeyPair(algorithm, { extractable: true });

/** An account without a code is there as well. */
const claimsOf = (accountId: string) => ({ sub: accountId, ...(accountId === 'no-code' ? {} : { [codeClaim]: accountId }) });

/** Nobody is asked whether we may know who they are. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}
