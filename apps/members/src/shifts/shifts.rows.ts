import { DomainError } from '@jielong/kernel';
import type { OpenShift, shiftsQuery } from '@jielong/members-contract/schemas';
import { checkUntil, type MembersErrorCode } from '@jielong/members-domain';
import { audit, decodeCursor, fingerprintOf, newCredential, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { compoundOf } from '../compounds/compounds.js';

export interface Shift {
  readonly id: string;
  readonly compound: string;
  readonly compoundName: string;
  readonly gate: string;
  readonly team: string | null;
  readonly openedBy: string;
  readonly from: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}
/** What opens devices of it is given once. */
export interface CodedShift {
  readonly shift: Shift;
  readonly code: string;
}

const select = `
  SELECT s.shift_id AS id, s.compound, c.name AS "compoundName", s.gate, s.team, s.opened_by AS "openedBy", s.from_at AS "from", s.until_at AS until,
    s.ended_at AS "endedAt", s.ended_by AS "endedBy", s.from_at::text AS key
  FROM shifts s JOIN compounds c ON (c.community_id, c.code) = (s.community_id, s.compound)`;
type Row = Shift & { readonly key: string };
const shiftOf = ({ key: _, ...shift }: Row): Shift => shift;
/** Of `shifts s`: neither ended nor over. */
export const isOpen = 's.ended_at IS NULL AND s.until_at > clock_timestamp()';
/** As PostgreSQL writes an instant, to the microsecond. */
const cursor = z.tuple([z.string().regex(/^[\d :.+-]{20,40}$/), z.uuid()]);

/** Opens a shift at a gate from now on. Throws a 404 for a gate or a team that is not there, 422 `not-within-a-day`. */
export async function openShift(tx: EntityManager, community: string, { compound, gate, until, team }: OpenShift): Promise<CodedShift> {
  const { gates } = await compoundOf(tx, compound);
  if (!gates.includes(gate)) throw unknownGate(compound, gate, gates);
  if (team !== undefined) await refuseUnknownTeam(tx, team);
  const [clock] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  checkUntil(new Date(until), clock?.now ?? new Date());
  const code = newCredential(community);
  const [made] = await tx.query<{ id: string }[]>(
    'INSERT INTO shifts (compound, gate, team, fingerprint, until_at) VALUES ($1, $2, $3, $4, $5) RETURNING shift_id AS id',
    [compound, gate, team ?? null, fingerprintOf(code), until],
  );
  if (!made) throw new Error('a shift was not written');
  await audit(tx, {
    action: 'openShift',
    subjectKind: 'shift',
    subjectId: made.id,
    details: { compound, gate, until, team: team ?? null },
  });
  return { shift: await readShift(tx, made.id), code };
}

/** Shifts, the oldest first. */
export async function listShifts(tx: EntityManager, { compound, gate, after, limit }: z.output<typeof shiftsQuery>): Promise<Page<Shift>> {
  const [at, last] = decodeCursor(after, cursor) ?? [];
  const rows = await tx.query<Row[]>(
    `${select} WHERE ($1::text IS NULL OR s.compound = $1) AND ($2::text IS NULL OR s.gate = $2)
       AND ($3::text IS NULL OR (s.from_at, s.shift_id) > ($3::timestamptz, $4::uuid)) ORDER BY s.from_at, s.shift_id LIMIT $5`,
    [compound, gate, at, last, limit + 1],
  );
  return pageOf(rows, limit, ({ key, id }) => [key, id], shiftOf);
}

/** Throws a 404 `shift-not-found`. */
export async function readShift(tx: EntityManager, id: string): Promise<Shift> {
  const [row] = await tx.query<Row[]>(`${select} WHERE s.shift_id = $1`, [id]);
  if (!row) throw noShift();
  return shiftOf(row);
}

/** The open shift whose code this is, held until the transaction ends. Throws a 409 `shift-over` for one that is over, or that a newer code has replaced. */
export async function shiftWithCode(tx: EntityManager, code: string, hold: '' | 'FOR NO KEY UPDATE OF s' = ''): Promise<Shift> {
  const [row] = await tx.query<Row[]>(`${select} WHERE s.fingerprint = $1 AND ${isOpen} ${hold}`, [fingerprintOf(code)]);
  if (!row) throw codeOver();
  return shiftOf(row);
}

/** A new code; the one before opens no device any more, and devices that are open stay so. Throws a 409 `shift-over`. */
export async function renewCode(tx: EntityManager, community: string, id: string): Promise<CodedShift> {
  const code = newCredential(community);
  const [[renewed]] = await tx.query<[{ id: string }[], number]>(
    `UPDATE shifts s SET fingerprint = $2 WHERE s.shift_id = $1 AND ${isOpen} RETURNING s.shift_id AS id`,
    [id, fingerprintOf(code)],
  );
  const shift = await readShift(tx, id);
  if (!renewed) throw shiftOver();
  await audit(tx, { action: 'renewShiftCode', subjectKind: 'shift', subjectId: id });
  return { shift, code };
}

/** Ends it now, with everybody's post; one that is over already stays as it was. */
export async function endShift(tx: EntityManager, id: string, by: string): Promise<Shift> {
  const [[ended]] = await tx.query<[{ id: string }[], number]>(
    `UPDATE shifts s SET ended_at = least(clock_timestamp(), s.until_at), ended_by = $2 WHERE s.shift_id = $1 AND ${isOpen} RETURNING s.shift_id AS id`,
    [id, by],
  );
  const shift = await readShift(tx, id);
  if (!ended) return shift;
  await tx.query(
    `UPDATE shift_posts p SET until_at = greatest(p.from_at, s.ended_at) FROM shift_devices d JOIN shifts s USING (community_id, shift_id)
     WHERE s.shift_id = $1 AND (p.community_id, p.session_id) = (d.community_id, d.session_id) AND p.until_at > s.ended_at`,
    [id],
  );
  await audit(tx, { action: 'endShift', subjectKind: 'shift', subjectId: id });
  return shift;
}

async function refuseUnknownTeam(tx: EntityManager, team: string): Promise<void> {
  const [known] = await tx.query<unknown[]>('SELECT FROM supply_teams WHERE name = $1 AND ended_at IS NULL', [team]);
  if (!known)
    throw new DomainError<MembersErrorCode>('not-found', 'unknown-team', {
      zh: `没有保障队“${team}”。全部保障队见 GET /api/supply-teams。`,
      en: `There is no supply team ${team}; \`GET /api/supply-teams\` lists all.`,
    });
}

const unknownGate = (compound: string, gate: string, gates: readonly string[]) =>
  new DomainError<MembersErrorCode>(
    'not-found',
    'unknown-gate',
    {
      zh: `小区 ${compound} 没有大门“${gate}”，有：${gates.join('、')}。`,
      en: `The compound ${compound} has no gate ${gate}. It has: ${gates.join(', ')}.`,
    },
    { gates },
  );
const noShift = () =>
  new DomainError<MembersErrorCode>('not-found', 'shift-not-found', {
    zh: '没有这个班次。用 GET /api/shifts 查看。',
    en: 'There is no such shift; `GET /api/shifts` lists them.',
  });
const shiftOver = () =>
  new DomainError<MembersErrorCode>('conflict', 'shift-over', {
    zh: '这一班已经结束。需要的话请另开一班。',
    en: 'This shift is over. Open another one if you need it.',
  });
export const codeOver = () =>
  new DomainError<MembersErrorCode>('conflict', 'shift-over', {
    zh: '这个值班二维码已经无效：班次结束了，或者换了新码。请向卡口负责人要新的二维码。',
    en: 'This QR opens nothing any more: the shift is over, or has a newer one. Ask the gate captain for the new QR.',
  });
