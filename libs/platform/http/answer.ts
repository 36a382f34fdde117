import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/** What a handler returns when status or headers depend on what happened. */
export class Answer<T = unknown> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly headers: Readonly<Record<string, string | readonly string[]>> = {},
  ) {}
}

export const ok = <T>(body: T): Answer<T> => new Answer(200, body);
/** 201 with the address of what was made, `/api/supply-runs/<id>`. */
export const created = <T>(body: T, location: string): Answer<T> => new Answer(201, body, { Location: location });
/** 202: taken, and done later; `location` says how it went. */
export const accepted = <T>(body: T, location: string): Answer<T> => new Answer(202, body, { Location: location });

/** Sends an Answer with its status and headers; everything else as Nest does. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((result: unknown) => (result instanceof Answer ? this.send(result, response) : result)));
  }

  private send({ status, body, headers }: Answer, response: Response): unknown {
    response.status(status).set(headers);
    return body;
  }
}
