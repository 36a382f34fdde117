import { DomainError } from '@jielong/kernel';
import { checkDevices, checkPosts, checkStands, type MembersErrorCode } from '@jielong/members-domain';
import { audit, fingerprintOf, newCredential } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { codeOver, isOpen, readShift, type Shift, shiftWithCode } from './shifts.rows.js';
import { standing } from './standing.query.js';

export interface Device {
  readonly id: string;
  readonly label: string;
  readonly joinedAt: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly posts: readonly { readonly person: string; readonly maskedName: string; readonly from: string; readonly until: string }[];
}
/** Who opens a device, and as what. */
export interface Joining {
  readonly code: string;
  readonly person: string;
  readonly channel: 'api' | 'cli';
  readonly label: string;
  /** By what the browser is known that opens it; left out for a program. */
  readonly browser?: string | undefined;
}
export interface OpenedDevice {
  readonly session: string;
  readonly token: string;
}

/** Opens a device of the shift for somebody of its gate. Each scan of the code is a device of its own. */
export async function joinShift(tx: EntityManager, community: string, joining: Joining): Promise<OpenedDevice> {
  const { code, person, channel, label, browser } = joining;
  const shift = await shiftWithCode(tx, code, 'FOR NO KEY UPDATE OF s'); // held: devices are counted one after the other
  checkStands(await standing(tx, shift), person);
  checkDevices(await openDevices(tx, shift));
  const token = newCredential(community, 'shift');
  const [made] = await tx.query<{ session: string }[]>(
    `WITH device AS (
       INSERT INTO shift_devices (shift_id, fingerprint, browser, channel, label) VALUES ($1, $2, $3, $4, $5) RETURNING session_id, joined_at)
     INSERT INTO shift_posts (session_id, code, from_at, until_at)
       SELECT d.session_id, $6, d.joined_at, greatest(d.joined_at, s.until_at) FROM device d, shifts s WHERE s.shift_id = $1 RETURNING session_id AS session`,
    [shift.id, fingerprintOf(token), browser === undefined ? null : fingerprintOf(browser), channel, label, person],
  );
  if (!made) throw new Error('a device was not written');
  await audit(tx, { action: 'joinShift', subjectKind: 'shift', subjectId: shift.id, details: { session: made.session, person } });
  return { ...made, token };
}

/** What opens an open device, made anew: what did before opens nothing. */
export async function renewToken(tx: EntityManager, community: string, session: string): Promise<OpenedDevice> {
  const token = newCredential(community, 'shift');
  await tx.query('UPDATE shift_devices SET fingerprint = $2 WHERE session_id = $1', [session, fingerprintOf(token)]);
  return { session, token };
}

/** Somebody else is at the device from now on; nothing changes where they are there already. Throws a 409 `shift-over`. */
export async function changePerson(tx: EntityManager, session: string, person: string): Promise<void> {
  const shift = await shiftOfDevice(tx, session);
  checkStands(await standing(tx, shift), person);
  const people = await peopleAt(tx, session);
  const before = people.at(-1);
  if (before === person) return;
  checkPosts(people.length);
  await tx.query(
    `WITH clock AS (SELECT clock_timestamp() AS at),
       before AS (UPDATE shift_posts p SET until_at = greatest(p.from_at, clock.at) FROM clock WHERE p.session_id = $1 AND p.until_at > clock.at RETURNING p.until_at)
     INSERT INTO shift_posts (session_id, code, from_at, until_at)
       SELECT d.session_id, $2, before.until_at, greatest(before.until_at, s.until_at) FROM before, shift_devices d JOIN shifts s USING (community_id, shift_id)
       WHERE d.session_id = $1`,
    [session, person],
  );
  const details = { session, from: before ?? null, to: person };
  await audit(tx, { action: 'changePersonAtGate', subjectKind: 'shift', subjectId: shift.id, details });
}

/** The shift first and then the device, in one order for everybody. */
async function shiftOfDevice(tx: EntityManager, session: string): Promise<Shift> {
  const [open] = await tx.query<{ id: string }[]>(
    `SELECT s.shift_id AS id FROM shift_devices d JOIN shifts s USING (community_id, shift_id)
     WHERE d.session_id = $1 AND d.ended_at IS NULL AND ${isOpen} FOR SHARE OF s`,
    [session],
  );
  const [held] = await tx.query<unknown[]>(
    'SELECT FROM shift_devices WHERE session_id = $1 AND ended_at IS NULL FOR NO KEY UPDATE', // it may have been ended while we waited
    [session],
  );
  if (!open || !held) throw codeOver();
  return readShift(tx, open.id);
}

/** Who was at a device, the last one last. */
export const peopleAt = async (tx: EntityManager, session: string): Promise<string[]> =>
  (await tx.query<{ code: string }[]>('SELECT code FROM shift_posts WHERE session_id = $1 ORDER BY from_at, until_at', [session])).map(
    ({ code }) => code,
  );

/** Ends one device of a shift: a lost phone opens nothing from now on, and nothing that it kept is taken. Throws a 404 `device-not-found`. */
export async function endDevice(tx: EntityManager, shift: string, session: string, by: string): Promise<void> {
  const [[ended]] = await tx.query<[unknown[], number]>(
    `UPDATE shift_devices SET ended_at = clock_timestamp(), ended_by = $3 WHERE shift_id = $1 AND session_id = $2 AND ended_at IS NULL RETURNING session_id`,
    [shift, session, by],
  );
  const [known] = await tx.query<unknown[]>('SELECT FROM shift_devices WHERE shift_id = $1 AND session_id = $2', [shift, session]);
  if (!known) throw noDevice();
  if (!ended) return;
  await tx.query(
    `UPDATE shift_posts p SET until_at = greatest(p.from_at, d.ended_at) FROM shift_devices d
     WHERE d.session_id = $1 AND (p.community_id, p.session_id) = (d.community_id, d.session_id) AND p.until_at > d.ended_at`,
    [session],
  );
  await audit(tx, { action: 'endShiftDevice', subjectKind: 'shift', subjectId: shift, details: { session } });
}

/** The devices of a shift with who was at them, the first to join first. */
export const devicesOf = (tx: EntityManager, shift: string): Promise<Device[]> =>
  tx.query<Device[]>(
    `SELECT d.session_id AS id, d.label, d.joined_at AS "joinedAt", d.ended_at AS "endedAt", d.ended_by AS "endedBy",
       (SELECT coalesce(json_agg(json_build_object('person', o.code, 'maskedName', p.masked_name, 'from', o.from_at, 'until', o.until_at)
               ORDER BY o.from_at, o.until_at), '[]')
          FROM shift_posts o JOIN people p USING (community_id, code) WHERE o.session_id = d.session_id) AS posts
     FROM shift_devices d WHERE d.shift_id = $1 ORDER BY d.joined_at, d.session_id`,
    [shift],
  );

/** The open device of a shift that a browser has opened; undefined where it has none. */
export async function deviceOfBrowser(tx: EntityManager, { id }: Shift, browser: string | undefined): Promise<string | undefined> {
  if (browser === undefined) return undefined;
  const [known] = await tx.query<{ session: string }[]>(
    'SELECT session_id AS session FROM shift_devices WHERE shift_id = $1 AND browser = $2 AND ended_at IS NULL',
    [id, fingerprintOf(browser)],
  );
  return known?.session;
}

async function openDevices(tx: EntityManager, { id }: Shift): Promise<number> {
  const [row] = await tx.query<{ open: number }[]>(
    'SELECT count(*)::integer AS open FROM shift_devices WHERE shift_id = $1 AND ended_at IS NULL',
    [id],
  );
  return row?.open ?? 0;
}

const noDevice = () =>
  new DomainError<MembersErrorCode>('not-found', 'device-not-found', {
    zh: '这一班没有这台设备。用 GET /api/shifts/{id} 查看。',
    en: 'This shift has no such device; `GET /api/shifts/{id}` lists them.',
  });
