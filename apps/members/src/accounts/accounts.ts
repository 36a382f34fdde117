import { Inject, Injectable } from '@nestjs/common';
import type { AcceptInvitation, Invite } from '@jielong/members-contract/schemas';
import { communityIn, inCommunity, SERVICE_CONFIG } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { MembersConfig } from '../config.js';
import { openSession, type Opened } from '../sessions/open-session.js';
import { secretHash } from '../sessions/secret.js';
import { SignInLimits } from '../sessions/sign-in-limits.js';
import { revokeWays } from './close-accounts.js';
import { invite, invited, isOver, useInvitation } from './invitations.rows.js';
import { linkTo } from './link.js';

export interface Invited {
  readonly person: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/** Who is invited, and sets a secret. A link is shown once: that is why the answer is kept under no key, and asking again makes another. */
@Injectable()
export class Accounts {
  constructor(
    private readonly db: DataSource,
    private readonly limits: SignInLimits,
    @Inject(SERVICE_CONFIG) private readonly config: MembersConfig,
  ) {}

  async invite(community: string, person: string, { hours }: Invite): Promise<Invited> {
    const { credential, expiresAt } = await inCommunity(this.db, community, (tx) => invite(tx, community, person, hours));
    return { person, link: linkTo(this.config.PUBLIC_URL, '/api/join', credential), expiresAt };
  }

  /** Whom an invitation is for, as long as it is open; looking changes nothing. Throws 409 for one that is over. */
  async invited(invitation: string): Promise<string> {
    const community = communityIn(invitation);
    if (community === undefined) throw isOver();
    return inCommunity(this.db, community, (tx) => invited(tx, invitation));
  }

  /** Sets the secret of whoever was invited, ends what was open with an older one, and signs in. Throws 409 for an invitation that is over, before anything is hashed. */
  async accept({ invitation, secret, ...keeping }: AcceptInvitation, address: string): Promise<Opened> {
    const community = communityIn(invitation);
    if (community === undefined) throw isOver();
    const attempt = await this.limits.take({ address });
    await inCommunity(this.db, community, (tx) => invited(tx, invitation));
    await attempt.takeBack();
    const kept = await secretHash(secret);
    return inCommunity(this.db, community, async (tx) => {
      const code = await useInvitation(tx, invitation);
      await tx.query(
        `INSERT INTO accounts (code, secret_hash) VALUES ($1, $2)
         ON CONFLICT (community_id, code) DO UPDATE SET secret_hash = excluded.secret_hash, changed_at = clock_timestamp()`,
        [code, kept],
      );
      await tx.query('UPDATE sessions SET ended_at = clock_timestamp(), ended_by = $1 WHERE code = $1 AND ended_at IS NULL', [code]);
      await revokeWays(tx, [code]);
      return openSession(tx, { ...keeping, community, code });
    });
  }
}
