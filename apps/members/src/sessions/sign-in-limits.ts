import { Injectable } from '@nestjs/common';
import { ProblemError } from '@jielong/platform';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

const hour = 3_600;
/** Tries an hour that were not right. A right one is given back: whoever signs in guesses nothing. */
const tries = { account: 20, device: 20, address: 200 } as const;
type Kind = keyof typeof tries;

/** Counted before anything is hashed. */
export interface Try {
  /** It was right: nothing is counted. */
  takeBack(): Promise<void>;
}

/**
 * How often somebody may guess, over all processes: counters stand in PostgreSQL, and without them nobody signs in. A known device of the
 * right person has tries of its own, which others cannot use up.
 */
@Injectable()
export class SignInLimits {
  private readonly limiters: Readonly<Record<Kind, RateLimiterPostgres>>;

  constructor(db: DataSource) {
    const of = (kind: Kind) =>
      new RateLimiterPostgres({
        ...{ storeClient: db, storeType: 'typeorm', schemaName: 'members', tableName: 'sign_in_tries', tableCreated: true },
        ...{ keyPrefix: kind, points: tries[kind], duration: hour },
      });
    this.limiters = { account: of('account'), device: of('device'), address: of('address') };
  }

  /** One try, against all of these at once; throws a 429 where one of them has none left. */
  async take(keys: Readonly<Partial<Record<Kind, string>>>): Promise<Try> {
    const given = Object.entries(keys) as [Kind, string][];
    for (const [kind, key] of given) await this.consume(kind, key);
    return {
      takeBack: async () => {
        await Promise.all(given.map(([kind, key]) => this.limiters[kind].reward(key)));
      },
    };
  }

  private async consume(kind: Kind, key: string): Promise<void> {
    try {
      await this.limiters[kind].consume(key);
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany(Math.ceil(error.msBeforeNext / 1_000)) : error;
    }
  }
}

const tooMany = (seconds: number) =>
  new ProblemError(
    429,
    'too-many-tries',
    {
      zh: '尝试次数太多，请稍后再试；急用时请社区协调员发一个新的邀请链接。',
      en: 'Too many tries. Try again later; where it is urgent, a coordinator can send a new invitation.',
    },
    { headers: { 'Retry-After': String(seconds) } },
  );
