import type { ContestHandoff } from '@jielong/logistics-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import { openStep } from './open-step.js';

/** A contested count is put before somebody at once, whatever the run waits for; it is to be decided before what is left is disposed of. */
export async function openDispute(tx: EntityManager, run: string, { at }: ContestHandoff): Promise<void> {
  const [row] = await tx.query<{ due: string }[]>(
    `SELECT coalesce(due_at->>'disposeRemainder', due_at->>'closePickup', clock_timestamp()::text) AS due FROM ${ordersViews.runs} WHERE run_id = $1`,
    [run],
  );
  if (row) await openStep(tx, { processId: supplyRunId(run) }, { step: 'decideDispute', ats: [at ?? null], dueAt: row.due });
}
