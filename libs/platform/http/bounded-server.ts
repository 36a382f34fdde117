import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { PartConfig } from '../config/service-config.js';
import { problemOf } from '../errors/problem.js';
import { malformed, ProblemError } from '../errors/problem-error.js';

/** Longer than a proxy keeps an idle connection: it must never send a request down one that we are closing. */
const keepAliveTimeout = 75_000;
const maxHeaderSize = 16_384;

type Patience = Pick<PartConfig, 'HEADERS_TIMEOUT_MS' | 'REQUEST_TIMEOUT_MS'>;

/** Express on a server that ends who says too much before a body, or is too slow with either. */
export class BoundedAdapter extends ExpressAdapter {
  constructor(private readonly patience: Patience) {
    super();
  }

  override initHttpServer(): void {
    const { HEADERS_TIMEOUT_MS: headersTimeout, REQUEST_TIMEOUT_MS: requestTimeout } = this.patience;
    const bounds = { headersTimeout, requestTimeout, keepAliveTimeout, maxHeaderSize, connectionsCheckingInterval: 1_000 };
    this.httpServer = createServer(bounds, this.getInstance<Parameters<typeof createServer>[1]>());
    this.httpServer.maxHeadersCount = 0; // the gateway counts them: beyond a count some Nodes drop headers, such as one that says where a body ends
    this.httpServer.on('clientError', answerUnreadable);
  }
}

const answers: Readonly<Record<string, () => ProblemError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: () =>
    new ProblemError(408, 'too-slow', {
      zh: '请求没有在限定时间内发完，请检查网络后重发。',
      en: 'The request did not arrive in time. Look at the network and send it again.',
    }),
  HPE_HEADER_OVERFLOW: () =>
    new ProblemError(431, 'headers-too-large', {
      zh: '请求头太大，请减少 Cookie 和自定义请求头。',
      en: 'The headers are too large. Send fewer cookies and headers of your own.',
    }),
};
const unreadable = (): ProblemError =>
  malformed({ zh: '请求不符合 HTTP 的格式，请检查客户端。', en: 'This is not a request as HTTP has them. Look at the client.' });

/** What could not be read has no request: its answer is written to the connection, which then ends. */
function answerUnreadable(error: Error, socket: Duplex): void {
  const code = 'code' in error ? String(error.code) : '';
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy();
  const problem = problemOf((answers[code] ?? unreadable)(), randomUUID(), '');
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
