import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { FirstRead } from '../database/in-community.js';
import type { Metrics } from '../http/metrics.js';
import { type Ask, askIn } from './belongings.js';

/** Throws the refusal; asks rows by `ask`, or on a trip of its own. */
export type Judge = (ask?: Ask) => Promise<void>;

/**
 * A check that needs the row acted on, left open by the guard: it is made with the first statements of the request's own transaction, before its
 * work begins, and so takes no trip to the database for itself.
 */
export class OpenCheck {
  private made: Promise<void> | undefined;

  constructor(
    private readonly judge: Judge,
    private readonly metrics: Metrics,
  ) {}

  get isMade(): boolean {
    return this.made !== undefined;
  }

  /** Sent behind what begins the transaction; timed is for how long it is waited for after that. */
  readonly within: FirstRead = (tx, begun) => {
    const asked = this.judge(askIn(tx));
    const timed = begun.then(() => this.metrics.checked('permission', () => asked));
    this.made = Promise.all([timed, asked]).then(() => undefined);
    return this.made;
  };

  /** Where it has not come to a transaction; the same again, where it has. */
  alone(): Promise<void> {
    this.made ??= this.metrics.checked('permission', () => this.judge());
    return this.made;
  }
}

const open = new WeakMap<Request, OpenCheck>();

export const leaveOpen = (request: Request, check: OpenCheck): void => void open.set(request, check);

export const openCheckOf = (request: Request): OpenCheck | undefined => open.get(request);

const takesKey = Symbol('takes');
const leftOpen = createParamDecorator(
  (_: unknown, context: ExecutionContext) => openCheckOf(context.switchToHttp().getRequest<Request>())?.within,
);

/** `@CheckLeftOpen() check?: FirstRead`: for a handler that is no work; before it does anything it gives the check to `inCommunity`. */
export const CheckLeftOpen = (): ParameterDecorator => (target, property, index) => {
  leftOpen()(target, property, index);
  if (property !== undefined) Reflect.defineMetadata(takesKey, true, Reflect.get(target, property) as object);
};

export const takesCheck = (handler: object): boolean => Reflect.getMetadata(takesKey, handler) === true;
