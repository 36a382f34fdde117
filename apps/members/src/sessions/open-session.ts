import type { SignedIn } from '@jielong/members-contract/schemas';
import { audit, fingerprintOf, newCredential } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** Ended for good so long after it was opened, whatever happens. */
const longestDays = 30;
/** Of one person, open at a time: the one that was used longest ago ends when another is opened. */
const mostOpen = 10;

export interface Opening {
  readonly community: string;
  readonly code: string;
  readonly channel: 'api' | 'cli';
  readonly label: string;
  /** A device on which this person has signed in before. */
  readonly device?: string | undefined;
}
/** Both are shown once and kept as hashes. */
export type Opened = SignedIn & { readonly token: string; readonly device: string };

/** Opens a session of somebody who has just proved who they are; the device is known from now on. */
export async function openSession(tx: EntityManager, opening: Opening): Promise<Opened> {
  const { community, code, channel, label } = opening;
  await endOldest(tx, code);
  const token = newCredential(community);
  const { deviceId, device } = await keepDevice(tx, opening);
  const [row] = await tx.query<{ session: string; expiresAt: Date }[]>(
    `INSERT INTO sessions (code, fingerprint, device_id, channel, label, expires_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $6)) RETURNING session_id AS session, expires_at AS "expiresAt"`,
    [code, fingerprintOf(token), deviceId, channel, label, longestDays],
  );
  if (!row) throw new Error('a session was not written');
  await audit(tx, { action: 'signIn', subjectKind: 'person', subjectId: code, details: { session: row.session } });
  return { community, person: code, session: row.session, expiresAt: row.expiresAt.toISOString(), token, device };
}

const endOldest = (tx: EntityManager, code: string): Promise<unknown> =>
  tx.query(
    `UPDATE sessions SET ended_at = clock_timestamp(), ended_by = $1 WHERE code = $1 AND ended_at IS NULL AND session_id IN
       (SELECT session_id FROM sessions WHERE code = $1 AND ended_at IS NULL ORDER BY seen_at DESC, opened_at DESC OFFSET $2)`,
    [code, mostOpen - 1],
  );

/** A device that is not known by this person's sign-ins gets a credential that nobody else can have put there. */
async function keepDevice(tx: EntityManager, { community, code, device: shown }: Opening): Promise<{ deviceId: string; device: string }> {
  const known = await knownDevice(tx, code, shown);
  if (known !== null && shown !== undefined) return { deviceId: known, device: shown };
  const device = newCredential(community);
  const [kept] = await tx.query<{ device_id: string }[]>('INSERT INTO devices (code, fingerprint) VALUES ($1, $2) RETURNING device_id', [
    code,
    fingerprintOf(device),
  ]);
  if (!kept) throw new Error('a device was not written');
  return { deviceId: kept.device_id, device };
}

/** The device by which a person is known, of the credential that it shows; null for any other. */
export async function knownDevice(tx: EntityManager, code: string, device: string | undefined): Promise<string | null> {
  if (device === undefined) return null;
  const [known] = await tx.query<{ device_id: string }[]>(
    'SELECT device_id FROM devices WHERE fingerprint = $1 AND code = $2 AND revoked_at IS NULL',
    [fingerprintOf(device), code],
  );
  return known?.device_id ?? null;
}
