import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { DataSource, type EntityManager } from 'typeorm';
import { actorOf } from '../actor/current-actor.js';
import { inCommunity } from '../database/in-community.js';
import { idempotencyKeyOf, isOnce } from '../idempotency/idempotency-key.js';
import { idempotently } from '../idempotency/idempotently.js';
import { Answer } from './answer.js';
import { operationOf } from './operation.js';

/** What a handler wants done, in one transaction of its caller's community. */
export type Work<T = unknown> = (tx: EntityManager) => Promise<T | Answer<T>>;
type Run = (result: unknown) => Promise<unknown>;

const isWork = (result: unknown): result is Work => typeof result === 'function';

/** Does the work that a handler returns: once for its key where the handler is `@Idempotent()`, which then may return nothing else. */
@Injectable()
export class WorkInterceptor implements NestInterceptor {
  constructor(private readonly modules: ModuleRef) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const run = this.runFor(context); // before the handler: a missing key is said first
    return next.handle().pipe(mergeMap(run));
  }

  private runFor(context: ExecutionContext): Run {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (isOnce(context.getHandler(), request)) return this.onceFor(context.getHandler(), request, http.getResponse<Response>());
    return async (result) => (isWork(result) ? inCommunity(this.db, actorOf(request).community, result) : result);
  }

  private onceFor(handler: { readonly name: string }, request: Request, response: Response): Run {
    const [key, operation] = [idempotencyKeyOf(request), operationOf(handler)];
    const { params, query } = request;
    const body: unknown = request.body;
    return async (work) => {
      if (!isWork(work)) throw new Error(`${handler.name} is @Idempotent and returned no work`); // whatever it did would be done again
      return idempotently(this.db, actorOf(request), operation, key, { params, query, body }, async (tx) => {
        const result = await work(tx);
        return result instanceof Answer ? result : new Answer(response.statusCode, result);
      });
    };
  }

  /** Asked for only by those who have one: a gateway does no work. */
  private get db(): DataSource {
    return this.modules.get(DataSource, { strict: false });
  }
}
