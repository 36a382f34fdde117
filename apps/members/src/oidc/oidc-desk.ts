import { Injectable } from '@nestjs/common';
import { Answer, audit, inCommunity, ProblemError } from '@jielong/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { cookiesOf } from '../sessions/cookies.js';
import { openSession, type Opened } from '../sessions/open-session.js';
import { SignInLimits } from '../sessions/sign-in-limits.js';
import { signedInPage } from '../sessions/sign-in-page.js';
import { type Attempt, attemptCookie, noAttempt } from './attempt.js';
import { IdentityProvider, notProven } from './identity-provider.js';

export interface Browser {
  readonly attempt: Attempt | undefined;
  readonly device: string | undefined;
  /** Where the request came from. */
  readonly address: string;
}

/** Opens sessions of people whom the provider has signed in and the lists know. Nobody comes into being by it. */
@Injectable()
export class OidcDesk {
  constructor(
    private readonly db: DataSource,
    private readonly limits: SignInLimits,
    private readonly provider: IdentityProvider,
  ) {}

  /** Sends the browser to the provider. */
  async begin(): Promise<Answer<string>> {
    const { address, attempt } = await this.provider.begin();
    return new Answer(302, '', { Location: address, 'Set-Cookie': attemptCookie(attempt), 'Cache-Control': 'no-store' });
  }

  /** Signs in whoever comes back. Throws 401 for an answer that proves nobody, 403 for somebody who is not there, before any session is opened. */
  async finish(answer: Readonly<Record<string, string>>, { attempt, device, address }: Browser): Promise<Answer<string>> {
    const { OIDC_COMMUNITY: community, OIDC_ISSUER: issuer } = this.provider.settings;
    if (!attempt) throw notProven();
    const counted = await this.limits.take({ provider: address });
    const code = await this.provider.proven(answer, attempt).catch(async (error: unknown) => {
      if (!isGuess(error)) await counted.takeBack(); // whoever finds the provider away has guessed nothing
      throw error;
    });
    await counted.takeBack();
    const opened = await inCommunity(this.db, community, async (tx) => {
      if (!(await isThere(tx, code))) return refuse(tx, issuer);
      await audit(tx, { action: 'acceptProvider', subjectKind: 'person', subjectId: code, details: { issuer } });
      return openSession(tx, { community, code, channel: 'api', label: new URL(issuer).host.slice(0, 60), device });
    });
    if (!opened) throw notThere();
    return signedInPage(opened, [...cookiesOf(opened), noAttempt]);
  }
}

const isGuess = (error: unknown): boolean => error instanceof ProblemError && error.code === notProven().code;

/** Whoever ends a person waits. */
async function isThere(tx: EntityManager, code: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT FROM people WHERE code = $1 AND ended_at IS NULL FOR SHARE', [code]);
  return rows.length === 1;
}

/** A trace without a session; where there is no such community nobody would ever read it. */
async function refuse(tx: EntityManager, issuer: string): Promise<Opened | undefined> {
  const [place] = await tx.query<unknown[]>('SELECT FROM communities');
  if (place) await audit(tx, { action: 'refuseSignIn', subjectKind: 'person', subjectId: 'unknown', details: { issuer } });
  return undefined;
}

const notThere = () =>
  new ProblemError(403, 'not-in-the-lists', {
    zh: '单位的统一身份平台已认出你，但人员表里没有这个在岗的人员编号。请社区协调员核对人员表。',
    en: 'The identity provider knows you, but the lists have no active person of that code. Ask a coordinator to check the lists.',
  });
