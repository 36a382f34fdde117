import type { Post } from '@jielong/kernel';
import type { Role } from '@jielong/members-contract';
import { type Caller, fingerprintOf, readInOneTrip } from '@jielong/platform';
import type { DataSource } from 'typeorm';

/** So long after its shift a device may still send what was scanned in it. */
const lateHours = 24;
const role: Role = 'gate-volunteer';

interface DeviceRow {
  readonly session: string;
  readonly channel: 'api' | 'cli';
  readonly compound: string;
  readonly gate: string;
  readonly from: Date;
  readonly until: Date;
  readonly code: string;
  readonly posts: readonly Post[];
}
const openDevice = `
  SELECT d.session_id AS session, d.channel, s.compound, s.gate, s.from_at AS "from", coalesce(s.ended_at, s.until_at) AS until, o.posts, p.code
  FROM shift_devices d JOIN shifts s USING (community_id, shift_id)
  JOIN LATERAL (SELECT json_agg(json_build_object('code', o.code, 'from', o.from_at) ORDER BY o.from_at, o.until_at) AS posts,
      (array_agg(o.code ORDER BY o.from_at DESC, o.until_at DESC))[1] AS last
    FROM shift_posts o WHERE o.session_id = d.session_id) o ON true
  JOIN people p ON (p.community_id, p.code) = (s.community_id, o.last) AND p.ended_at IS NULL
  WHERE d.fingerprint = $1 AND d.ended_at IS NULL AND coalesce(s.ended_at, s.until_at) > now() - make_interval(hours => $2)`;

/** Whoever is at a device of a shift now, or was there last; the role holds while the shift lasts, and the services judge by that. */
export async function byShift(db: DataSource, community: string, credential: string): Promise<Caller | undefined> {
  const [row] = await readInOneTrip<DeviceRow>(db, community, openDevice, [fingerprintOf(credential), lateHours]);
  if (!row) return undefined;
  const { session, channel, code, posts, compound, gate, from, until } = row;
  const grants = [{ role, scope: { compound, gate }, from: from.toISOString(), until: until.toISOString() }];
  return { community, code, grants, channel, session, posts };
}
