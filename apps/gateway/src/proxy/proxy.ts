import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { answerProblem, unavailable } from '@jielong/platform';
import type { RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { ServiceName } from '../config.js';
import { countSize, saidSize } from './body-size.js';
import { serviceFor } from './routing.js';

/** Longer than a step's 8 seconds of patience, so that the service answers first. */
const patienceMs = 20_000;

/** Hands `/api/…` on to the service that owns the path; what nobody owns goes to the next handler. */
export const proxyTo = (services: Readonly<Record<ServiceName, string>>): RequestHandler[] => [
  saidSize,
  createProxyMiddleware({
    pathFilter: (path) => path.startsWith('/api/') && serviceFor(path.slice('/api'.length)) !== undefined,
    router: ({ url = '' }) => services[serviceFor(new URL(url, 'http://gateway').pathname.slice('/api'.length)) ?? 'orders'],
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    proxyTimeout: patienceMs,
    on: { error: (_error, request, response) => answerUnavailable(request, response), proxyReq: countSize },
  }),
];

/** The service is starting, stopping or gone: the same request may be sent again as it is. */
function answerUnavailable(request: IncomingMessage, response: ServerResponse | Socket): void {
  if (response instanceof Socket) return void response.destroy();
  if (response.writableEnded) return; // refused while its body was on its way
  if (response.headersSent) return void response.destroy();
  answerProblem(away(), request, response);
}

const away = () =>
  unavailable(
    'service-unavailable',
    { zh: '服务暂时没有回应，请稍后原样重发。', en: 'The service does not answer. Send the same request again in a moment.' },
    2,
  );
