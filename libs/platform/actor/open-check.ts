import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import type { Metrics } from '../http/metrics.js';
import type { Ask } from './belongings.js';

/** Throws the refusal; asks rows by `ask`, or on a trip of its own. */
export type Judge = (ask?: Ask) => Promise<void>;

/**
 * A check that needs the row acted on, left open by the guard: it is made with the first statements of the request's own transaction, before its
 * work begins, and so takes no trip to the database for itself.
 */
export class OpenCheck {
  private judged: Promise<void> | undefined;

  constructor(
    private readonly judge: Judge,
    private readonly metrics: Metrics,
  ) {}

  /** Sent behind what begins a transaction; timed is what it is waited for after `begun`. */
  readonly within = async (tx: EntityManager, begun: Promise<unknown>): Promise<void> => {
    this.judged = this.judge((text, values) => tx.query(text, values));
    const [since] = await Promise.all([begun.then(() => performance.now()), this.judged]);
    this.metrics.noteCheck('permission', performance.now() - since);
  };

  /** Where no transaction was opened. The same again, where one was. */
  alone(): Promise<void> {
    this.judged ??= this.metrics.checked('permission', () => this.judge());
    return this.judged;
  }
}

const open = new WeakMap<Request, OpenCheck>();

export const leaveOpen = (request: Request, check: OpenCheck): void => void open.set(request, check);

export const openCheckOf = (request: Request): OpenCheck | undefined => open.get(request);
