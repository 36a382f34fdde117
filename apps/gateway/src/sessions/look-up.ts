import { ProblemError, tokenHeader, unavailable } from '@jielong/platform';
import type { Request, RequestHandler } from 'express';
import { isFromUi } from '../codec/allow-ui.js';
import type { GatewayConfig } from '../config.js';
import { nameCaller } from '../limits/caller.js';
import type { RequestLimits } from '../limits/request-limits.js';
import { isPage } from '../proxy/routing.js';
import { credentialIn, type Credential, handedOnIn } from './credential.js';
import { Familiar } from './familiar.js';
import { isFromElsewhere, isOwnOrigin } from './origin.js';

const patienceMs = 5_000;
const header = tokenHeader.toLowerCase();
const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Looks up whose request it is, for each one anew: what has ended opens nothing from then on. Services get a token that members has signed for
 * this request, and never what the caller has brought along. A page that its address opens is nobody's: no cookie counts there.
 */
export function lookUpSession({ MEMBERS_URL, TEMPORAL_UI_ORIGIN }: Services, limits: RequestLimits): RequestHandler {
  const familiar = new Familiar();

  /** What nobody has seen here counts as its address before members is asked: made up, it gets no further than others from there. */
  async function open(request: Request, credential: string): Promise<void> {
    if (!familiar.has(credential)) await limits.count(request);
    const known = await lookUp(MEMBERS_URL, credential);
    if (known.token === null) return familiar.drop(credential);
    familiar.keep(credential);
    enter(request, known);
  }

  return async (request, _response, next) => {
    const credential = isPage(request.path) ? undefined : credentialIn(request);
    keepFromServices(request);
    if (isPage(request.path) && isFromElsewhere(request)) return next(otherSite());
    if (credential === undefined) return next();
    if (!mayAsk(request, credential) && !isFromUi(request, TEMPORAL_UI_ORIGIN)) return next(otherSite());
    await open(request, credential.value).then(() => next(), next);
  };
}
type Services = Pick<GatewayConfig, 'MEMBERS_URL' | 'TEMPORAL_UI_ORIGIN'>;

/** Services know the token alone; members, which known device a browser is, and which sign-in at a provider it comes back from. */
function keepFromServices(request: Request): void {
  const handedOn = handedOnIn(request);
  delete request.headers.authorization;
  delete request.headers.cookie;
  if (handedOn !== undefined) request.headers.cookie = handedOn;
}

/** A browser sends its cookie along whichever page asks: what changes something must come from a page of ours. */
const mayAsk = (request: Request, { from }: Credential): boolean => from === 'header' || reads.has(request.method) || isOwnOrigin(request);

interface Known {
  readonly token: string;
  readonly session: string;
  /** What it was that opened: `key` for an API key; people come in several ways. */
  readonly kind?: string;
}
function enter(request: Request, { token, session, kind }: Known): void {
  request.headers[header] = token;
  nameCaller(request, { kind: kind === 'key' ? 'key' : 'session', id: session });
}

/** Throws a 503 where it cannot be told now. */
const lookUp = (membersUrl: string, credential: string): Promise<Known | { token: null }> =>
  askMembers(membersUrl, credential).catch(() => {
    throw cannotTell();
  });

async function askMembers(membersUrl: string, credential: string): Promise<Known | { token: null }> {
  const answer = await fetch(new URL('/api/internal/callers', membersUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ credential }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(`members answered ${answer.status}`);
  return (await answer.json()) as Known | { token: null };
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
