import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { currentContext } from '../context/context.js';
import { problemErrorOf, problemOf } from './problem.js';

/** Turns whatever is thrown into problem+json: the only place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemErrorOf(error);
    if (problem.status >= 500) this.logger.error({ err: error, code: problem.code });
    if (response.headersSent) return void response.destroy();
    const body = problemOf(problem, currentContext()?.correlationId ?? '', http.getRequest<Request>().get('accept-language') ?? '');
    response
      .status(problem.status)
      .set(problem.extras.headers ?? {})
      .type('application/problem+json')
      .send(JSON.stringify(body));
  }
}
