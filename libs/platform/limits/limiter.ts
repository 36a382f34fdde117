import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError, unavailable } from '../errors/problem-error.js';
import type { Counters } from './counters.js';

/** How often something may be done under one key. */
export interface Limit {
  /** Limits of different names count apart. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  /** While PostgreSQL is away: each process counts for itself, or nobody is let through. */
  readonly whenAway: 'count-in-memory' | 'refuse';
}

/**
 * Counts what is done under a key, over all processes of a service. Who has used up a limit is refused from memory until its time is
 * over, so that a flood does not reach PostgreSQL.
 */
export class Limiter {
  private readonly counter: RateLimiterPostgres;

  constructor(
    private readonly limit: Limit,
    counters: Counters,
    schema: string,
  ) {
    const { name: keyPrefix, points, seconds: duration } = limit;
    const own = { keyPrefix, points, duration };
    this.counter = new RateLimiterPostgres({
      ...own,
      ...{ storeClient: counters, storeType: 'pool', schemaName: schema, tableName: 'limit_counters', tableCreated: true },
      inMemoryBlockOnConsumed: points,
      ...(limit.whenAway === 'count-in-memory' ? { insuranceLimiter: new RateLimiterMemory(own) } : {}),
    });
  }

  /** Counts one more under the key; throws 429 where that is one too many, and 503 where it cannot be counted and must be. */
  async take(key: string): Promise<void> {
    await this.counter.consume(hashed(key)).catch((reason: unknown) => {
      throw reason instanceof RateLimiterRes ? tooMany(reason.msBeforeNext) : uncounted();
    });
  }

  /** Counts one less: what turned out to be right was no guess. What was taken before its time was over lets nothing more into the next. */
  async giveBack(key: string): Promise<void> {
    try {
      const { consumedPoints } = await this.counter.reward(hashed(key));
      if (consumedPoints < 0) await this.counter.penalty(hashed(key));
    } catch {
      throw uncounted();
    }
    this.counter.deleteInMemoryBlockedAll(); // the last one that is allowed closes the limit here; who has none left is closed again by asking
  }

  /** Forgets what was counted. */
  async forget(key: string): Promise<void> {
    await this.counter.delete(hashed(key)).catch(() => {
      throw uncounted();
    });
  }
}

/** Keys are addresses and secrets of sessions: neither is to be read in a table, and any length fits. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');

const tooMany = (waitMs: number): ProblemError => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new ProblemError(
    429,
    'too-many-requests',
    { zh: `请求太多，请 ${seconds} 秒后再试。`, en: `Too many requests. Try again in ${seconds} s.` },
    { headers: { 'Retry-After': String(seconds) } },
  );
};
const uncounted = (): ProblemError =>
  unavailable(
    'limits-unavailable',
    { zh: '暂时无法核对操作次数，请稍后再试。', en: 'It cannot be counted right now how often this was tried. Try again in a moment.' },
    2,
  );
