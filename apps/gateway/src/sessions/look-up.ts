import { correlationHeader, problemOf, ProblemError, tokenHeader, unavailable } from '@jielong/platform';
import type { Request, RequestHandler, Response } from 'express';
import { credentialIn, type Credential } from './credential.js';
import { isOwnOrigin } from './origin.js';

const patienceMs = 5_000;
const header = tokenHeader.toLowerCase();
const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Looks up whose request it is, for each one anew: what has ended opens nothing from then on. Services get a token that members has signed for
 * this request, and never what the caller has brought along.
 */
export const lookUpSession =
  (membersUrl: string): RequestHandler =>
  async (request, response, next) => {
    Reflect.deleteProperty(request.headers, header);
    const credential = credentialIn(request);
    delete request.headers.authorization; // services know the token alone
    if (credential === undefined) return next();
    if (!mayAsk(request, credential)) return answer(request, response, otherSite());
    try {
      const token = await tokenFor(membersUrl, credential.value);
      if (token !== null) request.headers[header] = token;
      return next();
    } catch {
      return answer(request, response, cannotTell());
    }
  };

/** A browser sends its cookie along whichever page asks: what changes something must come from a page of ours. */
const mayAsk = (request: Request, { from }: Credential): boolean => from === 'header' || reads.has(request.method) || isOwnOrigin(request);

async function tokenFor(membersUrl: string, credential: string): Promise<string | null> {
  const answer = await fetch(new URL('/api/internal/callers', membersUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ credential }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(`members answered ${answer.status}`);
  return ((await answer.json()) as { token: string | null }).token;
}

function answer(request: Request, response: Response, error: ProblemError): void {
  const problem = problemOf(error, String(response.getHeader(correlationHeader) ?? ''), request.get('accept-language') ?? '');
  response
    .status(problem.status)
    .set(error.extras.headers ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

const otherSite = () =>
  new ProblemError(403, 'other-site', {
    zh: '请求来自别的网站，已拒绝。请在本系统的页面上操作。',
    en: 'The request comes from another site, and is refused. Do it on a page of ours.',
  });
const cannotTell = () =>
  unavailable(
    'sign-in-unavailable',
    { zh: '暂时无法核对身份，请稍后原样重发。', en: 'Who you are cannot be checked now. Send the same request again.' },
    2,
  );
