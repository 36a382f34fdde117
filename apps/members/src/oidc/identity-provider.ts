import { Inject, Injectable, Logger } from '@nestjs/common';
import { personCodeSchema } from '@jielong/kernel/schemas';
import { ProblemError, SERVICE_CONFIG, unavailable } from '@jielong/platform';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
} from 'openid-client';
import type { MembersConfig } from '../config.js';
import type { Attempt } from './attempt.js';
import { oidcIn, type OidcSettings } from './oidc-config.js';

const patienceSeconds = 5;
const scope = 'openid profile';

/** The organisation's own provider. Whether what it answers is meant for us, for this browser and for now is checked by openid-client. */
@Injectable()
export class IdentityProvider {
  private readonly logger = new Logger(IdentityProvider.name);
  private known: Promise<Configuration> | undefined;

  constructor(@Inject(SERVICE_CONFIG) private readonly config: MembersConfig) {}

  /** Throws 404 where none is set. */
  get settings(): OidcSettings {
    const settings = oidcIn(this.config);
    if (!settings) throw noProvider();
    return settings;
  }

  /** Where the browser signs in, and what it has to bring back. Throws 503 while the provider does not answer. */
  async begin(): Promise<{ address: string; attempt: Attempt }> {
    const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const address = buildAuthorizationUrl(await this.discovered(), {
      redirect_uri: this.callback().href,
      scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, attempt };
  }

  /** The code of the person whom the provider has signed in; throws 401 where the answer is not the one to this attempt, or names nobody. */
  async proven(answer: Readonly<Record<string, string>>, { state, nonce, verifier }: Attempt): Promise<string> {
    const { OIDC_CODE_CLAIM } = this.settings;
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const provider = await this.discovered();
    const tokens = await authorizationCodeGrant(provider, this.callback(answer), checks).catch((error: unknown) => {
      throw this.refusalOf(error);
    });
    const code = personCodeSchema.safeParse(tokens.claims()?.[OIDC_CODE_CLAIM]);
    if (!code.success) throw namesNobody(OIDC_CODE_CLAIM);
    return code.data;
  }

  /** Asked once; a provider that did not answer is asked again by whoever comes next. */
  private discovered(): Promise<Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = this.settings;
    const issuer = new URL(OIDC_ISSUER);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; in production the start refuses http
    const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
    this.known ??= discovery(issuer, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, {
      timeout: patienceSeconds,
      execute: [enableNonRepudiationChecks, ...insecure],
    }).catch((error: unknown) => {
      this.known = undefined;
      this.logger.error({ err: error });
      throw away();
    });
    return this.known;
  }

  private callback(answer: Readonly<Record<string, string>> = {}): URL {
    const url = new URL('/api/oidc/callback', this.config.PUBLIC_URL);
    url.search = new URLSearchParams(answer).toString();
    return url;
  }

  private refusalOf(error: unknown): ProblemError {
    if (!isRefused(error)) {
      this.logger.error({ err: error });
      return away();
    }
    this.logger.warn({ code: error.code, reason: error.message }, 'an answer of the identity provider was refused');
    return notProven();
  }
}

type Refused = ClientError | ResponseBodyError | AuthorizationResponseError;
/** What is wrong with the answer itself; a provider that cannot be reached or fails says nothing of whoever comes. */
const isRefused = (error: unknown): error is Refused =>
  error instanceof AuthorizationResponseError ||
  (error instanceof ResponseBodyError && error.status < 500) ||
  (error instanceof ClientError && error.code !== undefined && !reachedNobody.has(error.code));
const reachedNobody = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

const noProvider = () =>
  new ProblemError(404, 'no-provider', {
    zh: '本社区没有接入单位的统一身份登录。请用人员编号和口令登录。',
    en: 'No identity provider is set up here. Sign in with a person code and a PIN or passphrase.',
  });
export const notProven = () =>
  new ProblemError(401, 'not-proven', {
    zh: '没有登录成功：这次登录已经用过、过期，或不是从这个浏览器开始的。请从头再登录一次。',
    en: 'You are not signed in: this sign-in was used, is too old, or was not begun in this browser. Begin again.',
  });
const namesNobody = (claim: string) =>
  new ProblemError(
    401,
    'no-person-code',
    {
      zh: `统一身份平台没有给出人员编号（${claim}）。请让管理员核对 OIDC_CODE_CLAIM 和平台里你的资料。`,
      en: `The identity provider did not name a person code (${claim}). Ask an administrator to check OIDC_CODE_CLAIM and what is known of you there.`,
    },
    { details: { claim } },
  );
const away = () =>
  unavailable(
    'provider-unavailable',
    {
      zh: '单位的统一身份平台暂时没有回应。请稍后从头再登录一次，或用人员编号和口令登录。',
      en: 'The identity provider does not answer now. Begin again in a moment, or sign in with a person code and secret.',
    },
    5,
  );
