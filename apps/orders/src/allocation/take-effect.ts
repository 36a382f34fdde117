import { supplyRunId } from '@jielong/orders-contract';
import { closePendingSteps } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type OccasionalPosting, post } from '../money/postings.rows.js';
import { type HeldRun, moveOn } from '../steps/held-run.js';
import { chargesMeant } from './charges.js';

export interface Effect {
  readonly version: number;
  /** The code of the person who approved it; null where nobody had to. */
  readonly approvedBy: string | null;
  /** What else is posted at this moment. */
  readonly postings: readonly OccasionalPosting[];
}

/** A version takes effect: order lines say what households get, and the books what it costs them. */
export async function takeEffect(tx: EntityManager, run: HeldRun, { version, approvedBy, postings }: Effect): Promise<void> {
  const { runId } = run;
  await tx.query(
    `UPDATE allocations SET effective_at = clock_timestamp(), approved_by = $3 WHERE run_id = $1 AND version = $2 AND effective_at IS NULL`,
    [runId, version, approvedBy],
  );
  await tx.query(
    `UPDATE order_lines l SET allocated = a.portions, state = CASE WHEN a.portions >= l.portions THEN 'allocated'
       WHEN a.portions + coalesce(instead.portions, 0) >= l.portions THEN 'substituted' ELSE 'short' END
     FROM allocation_lines a LEFT JOIN order_lines s ON s.in_place_of = a.order_line_id
     LEFT JOIN allocation_lines instead ON (instead.run_id, instead.version, instead.order_line_id) = (a.run_id, a.version, s.order_line_id)
     WHERE a.run_id = $1 AND a.version = $2 AND l.order_line_id = a.order_line_id`,
    [runId, version],
  );
  await moveOn(tx, run, 'allocate');
  await closePendingSteps(tx, [{ processId: supplyRunId(runId), step: 'approveAllocation' }]);
  await post(tx, [...postings, ...(await chargesMeant(tx, run, `version ${version}`))]);
}
