import { Injectable } from '@nestjs/common';
import type { SignIn } from '@jielong/members-contract/schemas';
import { audit, inCommunity, ProblemError } from '@jielong/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { knownDevice, openSession, type Opened } from './open-session.js';
import { isSecret } from './secret.js';
import { SignInLimits, type Try } from './sign-in-limits.js';

interface Looked {
  readonly kept: string | undefined;
  readonly device: string | null;
}

/** Takes a PIN or passphrase for a session. Known and unknown accounts are answered alike, in words and in time. */
@Injectable()
export class SignInDesk {
  constructor(
    private readonly db: DataSource,
    private readonly limits: SignInLimits,
  ) {}

  /** Throws 429 before anything is hashed, 401 where it is not the secret. `address`: where the request came from. */
  async signIn(wanted: SignIn, address: string): Promise<Opened> {
    const { kept, device } = await this.look(wanted);
    const attempt = await this.attempt(wanted, device, address);
    if (!(await isSecret(wanted.secret, kept))) throw await this.refused(wanted);
    await attempt.takeBack();
    const { community, person: code } = wanted;
    return inCommunity(this.db, community, async (tx) => {
      if ((await hashOf(tx, code, 'FOR SHARE OF a')) !== kept) throw notThem(); // it was changed while we compared
      return openSession(tx, { ...wanted, code });
    });
  }

  private look({ community, person, device }: SignIn): Promise<Looked> {
    return inCommunity(this.db, community, async (tx) => ({
      kept: await hashOf(tx, person),
      device: await knownDevice(tx, person, device),
    }));
  }

  /** A known device counts for itself alone: neither do others' guesses hold it up, nor does it hold up an address that many share. */
  private attempt({ community, person }: SignIn, device: string | null, address: string): Promise<Try> {
    return this.limits.take(device === null ? { address, account: `${community}/${person}` } : { device });
  }

  private async refused({ community, person }: SignIn): Promise<ProblemError> {
    await inCommunity(this.db, community, async (tx) => {
      const [place] = await tx.query<{ known: boolean }[]>('SELECT EXISTS (SELECT FROM people WHERE code = $1) AS known FROM communities', [
        person,
      ]);
      if (!place) return; // no such community: nobody would ever read it
      await audit(tx, { action: 'refuseSignIn', subjectKind: 'person', subjectId: place.known ? person : 'unknown' });
    });
    return notThem();
  }
}

/** Of somebody who is there; undefined where there is no account. */
async function hashOf(tx: EntityManager, code: string, hold: '' | 'FOR SHARE OF a' = ''): Promise<string | undefined> {
  const [account] = await tx.query<{ secret_hash: string }[]>(
    `SELECT a.secret_hash FROM accounts a JOIN people p ON (p.community_id, p.code) = (a.community_id, a.code)
     WHERE a.code = $1 AND p.ended_at IS NULL ${hold}`,
    [code],
  );
  return account?.secret_hash;
}

const notThem = () =>
  new ProblemError(401, 'not-signed-in', {
    zh: '社区、人员编号或口令不对。没有账号请找社区协调员要邀请链接。',
    en: 'Community, person code or secret is not right. Whoever has no account asks a coordinator for an invitation.',
  });
