import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request, Response } from 'express';
import { catchError, defer, mergeMap, type Observable } from 'rxjs';
import { DataSource, type EntityManager } from 'typeorm';
import { actorOf } from '../actor/current-actor.js';
import { type OpenCheck, openCheckOf } from '../actor/open-check.js';
import { type FirstRead, inCommunity } from '../database/in-community.js';
import { problemErrorOf } from '../errors/problem.js';
import { idempotencyKeyOf, isOnce } from '../idempotency/idempotency-key.js';
import { idempotently } from '../idempotency/idempotently.js';
import { Answer } from './answer.js';
import { operationOf } from './operation.js';

/** What a handler wants done, in one transaction of its caller's community. */
export type Work<T = unknown> = (tx: EntityManager) => Promise<T | Answer<T>>;
type InOne = <Result>(work: (tx: EntityManager) => Promise<Result>) => Promise<Result>;
type Run = (result: unknown) => Promise<unknown>;

const isWork = (result: unknown): result is Work => typeof result === 'function';

/** Does the work that a handler returns: once for its key where the handler is `@Idempotent()`, which then may return nothing else. */
@Injectable()
export class WorkInterceptor implements NestInterceptor {
  constructor(private readonly modules: ModuleRef) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const check = openCheckOf(context.switchToHttp().getRequest<Request>());
    const done = defer(() => {
      const run = this.runFor(context, check?.within); // before the handler: a missing key is said first
      return next.handle().pipe(mergeMap(run));
    });
    return check ? afterCheck(done, check, context.getHandler().name) : done;
  }

  private runFor(context: ExecutionContext, first?: FirstRead): Run {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const inOne = <T>(work: (tx: EntityManager) => Promise<T>) => inCommunity(this.db, actorOf(request).community, work, first);
    if (isOnce(context.getHandler(), request)) return this.onceFor(context.getHandler(), request, http.getResponse<Response>(), inOne);
    return async (result) => (isWork(result) ? inOne(result) : result);
  }

  private onceFor(handler: { readonly name: string }, request: Request, response: Response, inOne: InOne): Run {
    const [key, operation] = [idempotencyKeyOf(request), operationOf(handler)];
    const { params, query } = request;
    const body: unknown = request.body;
    return async (work) => {
      if (!isWork(work)) throw new Error(`${handler.name} is @Idempotent and returned no work`); // whatever it did would be done again
      const answered = async (tx: EntityManager) => {
        const result = await work(tx);
        return result instanceof Answer ? result : new Answer(response.statusCode, result);
      };
      return inOne((tx) => idempotently(tx, actorOf(request), operation, key, { params, query, body }, answered));
    };
  }

  /** Asked for only by those who have one: a gateway does no work. */
  private get db(): DataSource {
    return this.modules.get(DataSource, { strict: false });
  }
}

/** Before the check nobody is told anything, not even what is wrong with the request; a fault of ours says nothing of the row. */
const afterCheck = (done: Observable<unknown>, check: OpenCheck, handler: string): Observable<unknown> =>
  done.pipe(
    catchError(async (error: unknown) => {
      if (problemErrorOf(error).status < 500) await check.alone();
      throw error;
    }),
    mergeMap(async (result) => {
      if (!check.isMade) throw new Error(`${handler} returned no work, and has not checked whether it may`);
      await check.alone(); // whatever a handler has made of the refusal
      return result;
    }),
  );
