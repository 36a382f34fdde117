import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { decodeCursor, pageOf, type Page } from '../http/page.js';
import { pendingSteps } from '../privacy/sealed-mechanisms.js';

/** A step that somebody is asked for. */
export interface PendingStep {
  readonly processId: string;
  readonly step: string;
  readonly at: string | null;
  readonly role: string;
  readonly place: string | null;
  readonly dueAt: string;
  readonly since: string;
  readonly overdue: boolean;
  /** Roles that have been told that it is late, the first rung first. */
  readonly told: readonly string[];
  /** Put off by a person until then, and why. */
  readonly snoozedUntil: string | null;
  readonly snoozeReason: string | null;
}
export interface PendingStepQuery {
  readonly processId?: string | undefined;
  readonly role?: string | undefined;
  readonly place?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}
interface Row {
  process_id: string;
  step: string;
  at: string | null;
  role: string;
  place: string | null;
  due_at: Date;
  due: string;
  since: Date;
  overdue: boolean;
  told: string[];
  snoozed_until: Date | null;
  snooze_reason: string | null;
}
/** By the clock, whether or not its process has rung: past the deadline, and not put off. */
const overdue = 'greatest(p.due_at, p.snoozed_until) <= now()';
/** How many rungs have been told: those whose time has come, and those of before it was put off. */
export const rungNow = `greatest(p.rung, (SELECT count(*) FROM jsonb_array_elements(p.ladder) AS l(rung)
  WHERE greatest((l.rung->>'at')::timestamptz, p.snoozed_until) <= now()))`;
const told = `ARRAY(SELECT l.rung->>'role' FROM jsonb_array_elements(ladder) WITH ORDINALITY AS l(rung, nth) WHERE l.nth <= ${rungNow} ORDER BY l.nth)`;
const keySchema = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/**
 * What people are asked for, by deadline. A role finds what it is asked for and what it has been told of; what is put off is not overdue. Why it was
 * put off may name somebody, and is not for everybody: `withReasonsFor`.
 */
export async function listPendingSteps(tx: EntityManager, query: PendingStepQuery): Promise<Page<PendingStep>> {
  const after = decodeCursor(query.after, keySchema);
  const rows = await tx.query<Row[]>(
    `SELECT process_id, step, at, role, place, due_at, due_at::text AS due, since, ${overdue} AS overdue, ${told} AS told, snoozed_until, snooze_reason
     FROM pending_steps p
     WHERE ($1::text IS NULL OR process_id = $1) AND ($2::text IS NULL OR role = $2 OR $2 = ANY(${told})) AND ($3::text IS NULL OR place = $3)
       AND ($4::boolean IS NULL OR (${overdue}) = $4)
       AND ($5::text IS NULL OR (due_at, process_id, step, coalesce(at, '')) > ($5::timestamptz, $6::text, $7::text, $8::text))
     ORDER BY due_at, process_id, step, coalesce(at, '') LIMIT $9`,
    [
      query.processId ?? null,
      query.role ?? null,
      query.place ?? null,
      query.overdue ?? null,
      ...(after ?? [null, null, null, null]),
      query.limit + 1,
    ],
  );
  return pageOf(
    rows,
    query.limit,
    ({ due, process_id, step, at }) => [due, process_id, step, at ?? ''],
    (row) => {
      const { snoozeReason } = pendingSteps.open(tx, [row.process_id, row.step, row.at ?? ''], { snoozeReason: row.snooze_reason });
      return { ...pendingStep(row), snoozeReason };
    },
  );
}

const pendingStep = ({
  process_id,
  step,
  at,
  role,
  place,
  due_at,
  since,
  overdue,
  told: roles,
  snoozed_until,
}: Row): Omit<PendingStep, 'snoozeReason'> => ({
  processId: process_id,
  step,
  at,
  role,
  place,
  dueAt: due_at.toISOString(),
  since: since.toISOString(),
  overdue,
  told: roles,
  snoozedUntil: snoozed_until?.toISOString() ?? null,
});
