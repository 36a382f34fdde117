import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from '@jielong/members-domain';
import { audit, fingerprintOf, newCredential } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

export interface Invitation {
  readonly person: string;
  readonly credential: string;
  readonly expiresAt: Date;
}

/** A new invitation of somebody who is there; an older one that nobody has used opens nothing any more. */
export async function invite(tx: EntityManager, community: string, person: string, hours: number): Promise<Invitation> {
  const [known] = await tx.query<unknown[]>('SELECT FROM people WHERE code = $1 AND ended_at IS NULL FOR UPDATE', [person]);
  if (!known) throw noSuchPerson(person);
  await tx.query('UPDATE invitations SET revoked_at = clock_timestamp() WHERE code = $1 AND used_at IS NULL AND revoked_at IS NULL', [
    person,
  ]);
  const credential = newCredential(community);
  const [made] = await tx.query<{ invitation_id: string; expires_at: Date }[]>(
    `INSERT INTO invitations (code, fingerprint, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(hours => $3))
     RETURNING invitation_id, expires_at`,
    [person, fingerprintOf(credential), hours],
  );
  if (!made) throw new Error('an invitation was not written');
  await audit(tx, { action: 'invite', subjectKind: 'person', subjectId: person, details: { invitation: made.invitation_id, hours } });
  return { person, credential, expiresAt: made.expires_at };
}

/** Uses an invitation up: once, in time, by somebody who is still there. Answers whom it was for. */
export async function useInvitation(tx: EntityManager, credential: string): Promise<string> {
  const [[used]] = await tx.query<[{ code: string; invitation_id: string }[], number]>(
    `UPDATE invitations i SET used_at = clock_timestamp() FROM people p
     WHERE i.fingerprint = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock_timestamp()
       AND (p.community_id, p.code) = (i.community_id, i.code) AND p.ended_at IS NULL RETURNING i.code, i.invitation_id`,
    [fingerprintOf(credential)],
  );
  if (!used) throw isOver();
  await audit(tx, { action: 'acceptInvitation', subjectKind: 'person', subjectId: used.code, details: { invitation: used.invitation_id } });
  return used.code;
}

/** Whom an open invitation is for; looking does not use it. Throws 409 for one that is over. */
export async function invited(tx: EntityManager, credential: string): Promise<string> {
  const [open] = await tx.query<{ code: string }[]>(
    `SELECT i.code FROM invitations i JOIN people p ON (p.community_id, p.code) = (i.community_id, i.code) AND p.ended_at IS NULL
     WHERE i.fingerprint = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock_timestamp()`,
    [fingerprintOf(credential)],
  );
  if (!open) throw isOver();
  return open.code;
}

const noSuchPerson = (person: string) =>
  new DomainError<MembersErrorCode>('not-found', 'person-not-found', {
    zh: `没有在岗的人员 ${person}。请核对编号，或先导入人员表。`,
    en: `There is no active person ${person}. Check the code, or import the people first.`,
  });
export const isOver = () =>
  new DomainError<MembersErrorCode>('conflict', 'invitation-over', {
    zh: '邀请链接已经用过、过期或作废。请社区协调员再发一个。',
    en: 'This invitation has been used, is over or was replaced. Ask a coordinator for a new one.',
  });
