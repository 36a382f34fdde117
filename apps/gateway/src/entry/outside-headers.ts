import type { Socket } from 'node:net';
import { addressOf, ProblemError } from '@jielong/platform';
import type { Request, RequestHandler } from 'express';

/** Headers of our own that a caller may send; every other one is between the gateway and the services. */
const ours = new Set(['jielong-correlation-id']);
/** Those of one connection (RFC 9110, 7.6.1), and what the gateway has answered itself. */
const ofOneConnection = new Set([
  ...['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'],
  'expect',
]);
/** Said by proxies of whom they speak for; the gateway says it itself. */
const ofProxies = /^(x-forwarded(-.*)?|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;
const mostHeaders = 100;
/** Without them nobody knows where a body ends or whom it is for: no connection may take them along. */
const framing = new Set(['content-length', 'transfer-encoding', 'host']);

/** Connections on which nobody knows any more where a request begins. */
const over = new WeakSet<Socket>();

/** Hands on only what a caller may say: for whom the request came is told by the gateway, and what is internal comes from it alone. */
export const outsideHeaders: RequestHandler = (request, _response, next) => {
  if (over.has(request.socket)) return; // not to be answered: the connection ends with the answer to the one before
  const named = namesIn(request.headers.connection);
  const refused = named.some((name) => framing.has(name)) || isOddlyEncoded(request) ? oddFraming() : tooManyIn(request);
  if (refused) {
    over.add(request.socket);
    return next(refused);
  }
  const closing = named.includes('close') ? { connection: 'close' } : {};
  const handedOn = Object.entries(request.headers).filter(
    ([name]) => !isInternal(name) && !ofOneConnection.has(name) && !named.includes(name),
  );
  request.headers = { ...Object.fromEntries(handedOn), ...closing, ...forwarded(request) };
  next();
};

const forwarded = (request: Request) => ({
  'x-forwarded-for': addressOf(request),
  'x-forwarded-proto': request.protocol,
  'x-forwarded-host': request.host ?? '',
});

const namesIn = (connection = ''): string[] => connection.split(',').map((name) => name.trim().toLowerCase());

/** Some servers take `_` for `-`. */
function isInternal(name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return ofProxies.test(plain) || (plain.startsWith('jielong-') && !ours.has(name));
}

/** HTTP/1.0 knows no chunks. */
const isOddlyEncoded = ({ headers, httpVersion }: Request): boolean =>
  headers['transfer-encoding'] !== undefined && (headers['transfer-encoding'].toLowerCase() !== 'chunked' || httpVersion === '1.0');

const tooManyIn = ({ rawHeaders }: Request): ProblemError | undefined => (rawHeaders.length > 2 * mostHeaders ? tooMany() : undefined);

const ending = { headers: { Connection: 'close' } };
const tooMany = () =>
  new ProblemError(
    431,
    'headers-too-large',
    { zh: `请求头超过 ${mostHeaders} 个，请减少。`, en: `There are more than ${mostHeaders} headers. Send fewer.` },
    ending,
  );

const oddFraming = () =>
  new ProblemError(
    400,
    'malformed',
    {
      zh: '请求的长度说明不对：只能用一个 Content-Length，或 Transfer-Encoding: chunked。',
      en: 'How long the request is must be said once: one Content-Length, or Transfer-Encoding: chunked.',
    },
    ending,
  );
