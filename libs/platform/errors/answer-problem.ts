import type { IncomingMessage, ServerResponse } from 'node:http';
import { correlationHeader } from '../context/correlation.js';
import { problemOf } from './problem.js';
import type { ProblemError } from './problem-error.js';

/** Answers with a problem where no filter of Nest's is behind the caller: in a proxy. */
export function answerProblem(error: ProblemError, request: IncomingMessage, response: ServerResponse): void {
  const correlationId = String(response.getHeader(correlationHeader) ?? '');
  const problem = problemOf(error, correlationId, request.headers['accept-language'] ?? '');
  response.writeHead(problem.status, { ...error.extras.headers, 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
}
