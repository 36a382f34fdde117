import { climbed, DomainError, type LadderRung, type Rung } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { audit } from '../database/audit.js';
import { listPendingSteps, type PendingStep } from './inbox.js';
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

/** Nobody is told again before then. Refuses a step that nobody is asked for, and a time that is past or far away. */
export async function snooze(tx: EntityManager, { processId, step, at, until, reason, by }: Snooze): Promise<PendingStep> {
  const aheadMs = Date.parse(until) - Date.now();
  if (aheadMs <= 0 || aheadMs > longestDays * 86_400_000) throw notThen(until);
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE pending_steps SET snoozed_until = $4, snooze_reason = $5, snoozed_by = $6
     WHERE process_id = $1 AND step = $2 AND at IS NOT DISTINCT FROM $3 RETURNING step`,
    [processId, step, at ?? null, until, reason, by],
  );
  if (!rows.length) throw notAsked(step);
  await audit(tx, { action: 'snoozeStep', subjectKind: 'process', subjectId: processId, details: { step, at: at ?? null, until } });
  const { items } = await listPendingSteps(tx, { processId, limit: 200 });
  const snoozed = items.find((item) => item.step === step && item.at === (at ?? null));
  if (!snoozed) throw notAsked(step);
  return snoozed;
}

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
