import { grantsOf, type HeldRole, membersViews } from '@jielong/members-contract';
import { type Caller, type CredentialKind, fingerprintOf, inCommunity, readInOneTrip, whereIs } from '@jielong/platform';
import type { DataSource } from 'typeorm';
import { byHouseholdLink } from '../household-links/by-household-link.js';
import { callerByKey } from '../keys/caller-by-key.js';
import { byShift } from '../shifts/shift-caller.js';

/** A session that nobody has used for so long is over. */
const idleDays = 7;
/** How exactly it is known when a session was used last. */
const exactMinutes = 5;

interface SessionRow {
  session: string;
  code: string;
  channel: 'api' | 'cli';
  stale: boolean;
  roles: HeldRole[];
}
const openSession = `
  SELECT s.session_id AS session, s.code, s.channel, s.seen_at < now() - make_interval(mins => $3) AS stale,
    (SELECT coalesce(json_agg(r ORDER BY r.role, r.scope), '[]') FROM ${membersViews.roles} r WHERE r.code = s.code) AS roles
  FROM sessions s JOIN people p ON (p.community_id, p.code) = (s.community_id, s.code) AND p.ended_at IS NULL
  WHERE s.fingerprint = $1 AND s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - make_interval(days => $2)`;

type Find = (db: DataSource, community: string, credential: string) => Promise<Caller | undefined>;
const finders: Readonly<Record<CredentialKind, Find>> = { session: bySession, shift: byShift, home: byHouseholdLink, key: callerByKey };

/** Who comes with a credential, as of now; undefined where it is nobody's, or over. */
export async function callerWith(db: DataSource, credential: string): Promise<Caller | undefined> {
  const where = whereIs(credential);
  return where && finders[where.kind](db, where.community, credential);
}

async function bySession(db: DataSource, community: string, credential: string): Promise<Caller | undefined> {
  const [row] = await readInOneTrip<SessionRow>(db, community, openSession, [fingerprintOf(credential), idleDays, exactMinutes]);
  if (!row) return undefined;
  if (row.stale) await note(db, community, row.session);
  return { community, code: row.code, grants: grantsOf(row.roles), channel: row.channel, session: row.session };
}

const note = (db: DataSource, community: string, session: string): Promise<unknown> =>
  inCommunity(db, community, (tx) => tx.query('UPDATE sessions SET seen_at = now() WHERE session_id = $1', [session]));
