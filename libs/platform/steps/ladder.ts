import { climbed, DomainError, type LadderRung, type Rung } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { audit } from '../audit/audit.js';
import { pendingSteps } from '../privacy/sealed-mechanisms.js';
import { listPendingSteps, type PendingStep, rungNow } from './inbox.js';
import type { StepKey } from './step-rows.js';

interface LateRow {
  at: string | null;
  due_at: Date;
  ladder: LadderRung[];
  snoozed_until: Date | null;
  now: Date;
}

/** A deadline, or a further rung, is past at these places: who is late is shown as overdue, at its rung. Rung twice, nothing changes. */
export async function ring(tx: EntityManager, { processId, step }: Omit<StepKey, 'at'>, ats: readonly (string | null)[]): Promise<Rung> {
  const rows = await tx.query<LateRow[]>(
    `SELECT at, due_at, ladder, snoozed_until, clock_timestamp() AS now FROM pending_steps
     WHERE process_id = $1 AND step = $2 AND coalesce(at, '') = ANY($3) ORDER BY at FOR UPDATE`,
    [processId, step, ats.map((at) => at ?? '')],
  );
  const stand = rows.map(({ at, due_at, ladder, snoozed_until, now }) => ({
    at,
    ...climbed({ dueAt: due_at, ladder, snoozedUntil: snoozed_until }, now),
  }));
  await tx.query(
    `UPDATE pending_steps p SET overdue = p.overdue OR l.overdue, rung = greatest(p.rung, l.rung)
     FROM jsonb_to_recordset($3) AS l(at text, overdue boolean, rung integer)
     WHERE p.process_id = $1 AND p.step = $2 AND p.at IS NOT DISTINCT FROM l.at`,
    [processId, step, JSON.stringify(stand)],
  );
  const next = stand.flatMap(({ nextAt }) => (nextAt ? [nextAt.getTime()] : []));
  return {
    overdue: stand.filter(({ overdue }) => overdue).map(({ at }) => at),
    nextAt: next.length ? new Date(Math.min(...next)).toISOString() : null,
  };
}

export interface Snooze extends StepKey {
  /** ISO 8601. */
  readonly until: string;
  readonly reason: string;
  /** The code of the person who puts it off. */
  readonly by: string;
}

/** So long at most is a step put off at once: nobody forgets it for good. */
const longestDays = 31;

/** What people call the places of a service, by id. */
export type PlaceNames = (tx: EntityManager, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Nobody is told again before then; where it is asked for at one place alone, that one need not be named. Refuses a step that nobody is asked for there, and a time that is past or far away. */
export async function snooze(tx: EntityManager, asked: Snooze, nameOf: PlaceNames = nameless): Promise<PendingStep> {
  const { processId, step, until, reason, by } = asked;
  const at = asked.at ?? (await onlyPlaceOf(tx, asked));
  const aheadMs = Date.parse(until) - Date.now();
  if (aheadMs <= 0 || aheadMs > longestDays * 86_400_000) throw notThen(until);
  const { snoozeReason } = pendingSteps.seal(tx, [processId, step, at ?? ''], { snoozeReason: reason });
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE pending_steps p SET snoozed_until = $4, snooze_reason = $5, snoozed_by = $6, rung = ${rungNow}
     WHERE process_id = $1 AND step = $2 AND at IS NOT DISTINCT FROM $3 RETURNING step`,
    [processId, step, at ?? null, until, snoozeReason, by],
  );
  if (!rows.length) throw await notThere(tx, { processId, step }, nameOf);
  await audit(tx, { action: 'snoozeStep', subjectKind: 'process', subjectId: processId, details: { step, at: at ?? null, until } });
  const { items } = await listPendingSteps(tx, { processId, limit: 200 });
  const snoozed = items.find((item) => item.step === step && item.at === (at ?? null));
  if (!snoozed) throw notAsked(step);
  return snoozed;
}

/** null: asked for at no place, or at several. */
async function onlyPlaceOf(tx: EntityManager, { processId, step }: StepKey): Promise<string | null> {
  const rows = await tx.query<{ at: string | null }[]>('SELECT at FROM pending_steps WHERE process_id = $1 AND step = $2 LIMIT 2', [
    processId,
    step,
  ]);
  return rows.length === 1 ? (rows[0]?.at ?? null) : null;
}

export const nameless: PlaceNames = () => Promise.resolve(new Map());

/** Asked for elsewhere, the places stand in the refusal; else nobody is asked for it. */
export async function notThere(tx: EntityManager, { processId, step }: Omit<StepKey, 'at'>, nameOf: PlaceNames): Promise<DomainError> {
  const rows = await tx.query<{ at: string; place: string | null }[]>(
    'SELECT at, place FROM pending_steps WHERE process_id = $1 AND step = $2 AND at IS NOT NULL ORDER BY place, at',
    [processId, step],
  );
  if (!rows.length) return notAsked(step);
  const names = await nameOf(
    tx,
    rows.flatMap(({ place }) => place ?? []),
  );
  return whichPlace(
    step,
    rows.map(({ at, place }) => ({ id: at, name: names.get(place ?? '') ?? place ?? at })),
  );
}

const whichPlace = (step: string, places: readonly { id: string; name: string }[]) => {
  const names = places.map(({ name }) => name).join('、');
  return new DomainError(
    'invalid',
    'which-place',
    {
      zh: `${step} 在这里等着：${names}。请用 at 说明是哪一处。`,
      en: `${step} is asked for at: ${names}. Say which one in \`at\`.`,
    },
    { step, places },
  );
};
const notThen = (until: string) =>
  new DomainError(
    'invalid',
    'not-then',
    {
      zh: `只能暂缓到以后的 ${longestDays} 天之内，${until} 不行。请核对日期。`,
      en: `A step is put off to a time that is to come, within ${longestDays} days: not to ${until}. Check the date.`,
    },
    { until },
  );
const notAsked = (step: string) =>
  new DomainError(
    'not-found',
    'not-asked',
    {
      zh: `没有在等 ${step}：可能已登记，或还没轮到。用 GET /api/steps 查看待办。`,
      en: `Nobody is asked for ${step}: it may be reported, or still to come. \`GET /api/steps\` shows what is.`,
    },
    { step },
  );
