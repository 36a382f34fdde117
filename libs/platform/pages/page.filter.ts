import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { markup } from '@jielong/kernel';
import type { Response } from 'express';
import { problemErrorOf } from '../errors/problem.js';
import type { ProblemError } from '../errors/problem-error.js';
import type { Answer } from '../http/answer.js';
import { page } from './page.js';

/** Turns whatever a page throws into a page that says so. */
@Catch()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemErrorOf(error);
    if (problem.status >= 500) this.logger.error({ err: error, code: problem.code });
    const response = host.switchToHttp().getResponse<Response>();
    const { status, headers, body } = problemPage(problem);
    response.status(status).set(headers).send(body);
  }
}

const problemPage = ({ status, text, extras }: ProblemError): Answer<string> =>
  page(
    '现在打不开',
    markup`<h1>现在打不开</h1>
      <p>${text.zh}</p>
      <p class="en" lang="en">${text.en}</p>`,
    status,
    extras.headers,
  );
