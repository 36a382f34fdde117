import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { correlationHeader, problemOf, unavailable } from '@jielong/platform';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { ServiceName } from '../config.js';
import { serviceFor } from './routing.js';

/** Longer than a step's 8 seconds of patience, so that the service answers first. */
const patienceMs = 20_000;

/** Hands `/api/…` on to the service that owns the path; what nobody owns goes to the next handler. */
export const proxyTo = (services: Readonly<Record<ServiceName, string>>) =>
  createProxyMiddleware({
    pathFilter: (path) => path.startsWith('/api/') && serviceFor(path.slice('/api'.length)) !== undefined,
    router: ({ url = '' }) => services[serviceFor(new URL(url, 'http://gateway').pathname.slice('/api'.length)) ?? 'orders'],
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    proxyTimeout: patienceMs,
    xfwd: true,
    on: { error: (_error, request, response) => answerUnavailable(request, response) },
  });

/** The service is starting, stopping or gone: the same request may be sent again as it is. */
function answerUnavailable(request: IncomingMessage, response: ServerResponse | Socket): void {
  if (response instanceof Socket || response.headersSent) return void response.destroy();
  const problem = problemOf(
    unavailable(
      'service-unavailable',
      { zh: '服务暂时没有回应，请稍后原样重发。', en: 'The service does not answer. Send the same request again in a moment.' },
      2,
    ),
    String(response.getHeader(correlationHeader) ?? ''),
    request.headers['accept-language'] ?? '',
  );
  response.writeHead(problem.status, { 'Content-Type': 'application/problem+json', 'Retry-After': '2' }).end(JSON.stringify(problem));
}
