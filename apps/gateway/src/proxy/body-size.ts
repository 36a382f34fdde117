import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { answerProblem, tooLarge } from '@jielong/platform';
import type { RequestHandler } from 'express';

/** What the largest import takes; a service may take less. */
const most = 5 * 1024 * 1024;
const lingerMs = 2_000;

/** Refuses a body by the size that it says it has. */
export const saidSize: RequestHandler = (request, response, next) =>
  Number(request.headers['content-length'] ?? 0) > most ? refuse(request, response) : next();

/** Counts a body that does not say its size while it passes, and stops it where it has become too large. */
export function countSize(outgoing: ClientRequest, request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['transfer-encoding'] === undefined) return;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most || response.headersSent) return;
    refuse(request, response);
    outgoing.destroy();
  });
}

/** Reads on for a moment, so that the answer is not lost in a connection that is reset; whoever still sends then is cut off. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  answerProblem(tooLarge(), request, response);
  request.unpipe().resume();
  const late = setTimeout(() => request.complete || request.destroy(), lingerMs);
  request.once('close', () => clearTimeout(late));
}
