import { Injectable } from '@nestjs/common';
import { type Limiter, Limits, ProblemError } from '@jielong/platform';

const [minute, hour] = [60, 3_600];
/**
 * Tries in a window of an hour that were not right. A right one is given back: whoever signs in guesses nothing. Sixty minutes may meet two windows,
 * so that an account's are half of the twenty that it may ever be.
 */
const tries = { account: 10, device: 20, address: 200, provider: 200 } as const;
type Kind = keyof typeof tries;

/** Counted before anything is hashed. */
export interface Try {
  /** It was right: nothing is counted. */
  takeBack(): Promise<void>;
}

/**
 * How often somebody may guess, over all processes; while it cannot be counted nobody signs in. A known device of the right person has tries of
 * its own, which others cannot use up, and so has an address for answers of the identity provider.
 */
@Injectable()
export class SignInLimits {
  private readonly limiters: Readonly<Record<Kind, Limiter>>;

  constructor(limits: Limits) {
    const of = (kind: Kind) => limits.of({ name: `sign-in-${kind}`, points: tries[kind], seconds: hour, whenAway: 'refuse' });
    this.limiters = { account: of('account'), device: of('device'), address: of('address'), provider: of('provider') };
  }

  /** One try, against all of these at once; throws a 429 where one of them has none left. */
  async take(keys: Readonly<Partial<Record<Kind, string>>>): Promise<Try> {
    const given = Object.entries(keys) as [Kind, string][];
    for (const [kind, key] of given) await this.limiters[kind].take(key).catch(tooOften);
    return {
      takeBack: async () => {
        await Promise.all(given.map(([kind, key]) => this.limiters[kind].giveBack(key)));
      },
    };
  }
}

/** Says what was too often, and what helps: whoever reads it may have been kept out by others. */
function tooOften(error: unknown): never {
  if (!(error instanceof ProblemError) || error.code !== 'too-many-requests') throw error;
  const minutes = Math.ceil(Number(error.extras.headers?.['Retry-After']) / minute);
  throw new ProblemError(
    error.status,
    error.code,
    {
      zh: `口令错的次数太多，请约 ${minutes} 分钟后再试；等不及请社区协调员再发一个邀请链接。`,
      en: `Too many wrong secrets. Try again in about ${minutes} minutes, or ask a coordinator for an invitation.`,
    },
    error.extras,
  );
}
