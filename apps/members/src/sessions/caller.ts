import { grantsOf, type HeldRole } from '@jielong/members-domain';
import { type Caller, inCommunity } from '@jielong/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { communityIn, fingerprintOf } from './credential.js';

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
const gateOf = `(SELECT json_build_object('compound', g.compound, 'gate', g.name)
  FROM gates g JOIN compounds c ON (c.community_id, c.code) = (g.community_id, g.compound)
  WHERE r.role = 'gate-captain' AND c.name || g.name = r.scope AND g.ended_at IS NULL LIMIT 1)`;
const buildingOf = `(SELECT json_build_object('compound', b.compound, 'building', b.building) FROM buildings b
  WHERE r.role IN ('building-captain', 'grid-worker') AND b.compound || '-' || b.building = r.scope AND b.ended_at IS NULL
    AND (SELECT count(*) FROM buildings o WHERE o.compound || '-' || o.building = r.scope AND o.ended_at IS NULL) = 1)`;
const gridOf = `(SELECT coalesce(json_agg(json_build_object('compound', b.compound, 'building', b.building) ORDER BY b.building), '[]') FROM buildings b
  WHERE r.role = 'grid-worker' AND b.grid = r.scope AND b.ended_at IS NULL)`;
const select = `
  SELECT s.session_id AS session, s.code, s.channel, s.seen_at < now() - make_interval(mins => $3) AS stale,
    (SELECT coalesce(json_agg(json_build_object('role', r.role, 'scope', r.scope, 'gate', ${gateOf}, 'building', ${buildingOf},
        'isCompound', EXISTS (SELECT FROM compounds c WHERE c.code = r.scope), 'grid', ${gridOf}) ORDER BY r.role, r.scope), '[]')
       FROM person_roles r WHERE r.code = s.code AND r.ended_at IS NULL) AS roles
  FROM sessions s JOIN people p ON (p.community_id, p.code) = (s.community_id, s.code) AND p.ended_at IS NULL
  WHERE s.fingerprint = $1 AND s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - make_interval(days => $2)`;

/** Whose session a credential is of, as of now; undefined where it is nobody's, or over. */
export async function callerWith(db: DataSource, credential: string): Promise<Caller | undefined> {
  const community = communityIn(credential);
  if (community === undefined) return undefined;
  return inCommunity(db, community, async (tx) => {
    const [row] = await tx.query<SessionRow[]>(select, [fingerprintOf(credential), idleDays, exactMinutes]);
    if (!row) return undefined;
    if (row.stale) await note(tx, row.session);
    return { community, code: row.code, grants: grantsOf(row.roles), channel: row.channel, session: row.session };
  });
}

const note = (tx: EntityManager, session: string): Promise<unknown> =>
  tx.query('UPDATE sessions SET seen_at = now() WHERE session_id = $1', [session]);
