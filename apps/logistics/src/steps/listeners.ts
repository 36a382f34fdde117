import type { Report, Subject } from '@jielong/kernel';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { ownProcess, type Listener, type PlaceOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { overStages } from '../custody/runs.rows.js';
import { uuidIn } from './subject.js';

/** The run itself: its process is orders', so its end is known from what orders publishes, or from the books that are closed here. */
export async function runListens(tx: EntityManager, { processId }: Subject): Promise<Listener[]> {
  const rows = await tx.query<{ ended: boolean }[]>(
    `SELECT r.stage = ANY($2) OR l.ended_at IS NOT NULL AS ended FROM ${ordersViews.runs} r LEFT JOIN supply_runs l ON l.run_id = r.run_id
     WHERE r.run_id = $1`,
    [uuidIn(processId), overStages],
  );
  return rows.map(({ ended }) => ({ processId, ended: ended ?? false }));
}

/** The trip, then the runs that it serves: they hear what it no longer can, or not yet. */
export async function tripListens(tx: EntityManager, subject: Subject, report: Report): Promise<Listener[]> {
  const own = await ownProcess(tx, subject, report);
  const runs = await tx.query<{ run_id: string; ended: boolean }[]>(
    `SELECT run_id, ended_at IS NOT NULL AS ended FROM trip_runs JOIN supply_runs USING (community_id, run_id) WHERE trip_id = $1 ORDER BY run_id`,
    [uuidIn(subject.processId)],
  );
  return [...own, ...runs.map(({ run_id, ended }) => ({ processId: supplyRunId(run_id), ended }))];
}

const only =
  (sql: string): PlaceOf =>
  async (tx, { processId }) => {
    const [first, ...others] = await tx.query<{ id: string }[]>(sql, [uuidIn(processId)]);
    return others.length ? undefined : first?.id;
  };
/** Where there is only one stop, or pickup point, nobody needs to name it. */
export const theOnlyStop = only('SELECT stop_id AS id FROM stops WHERE trip_id = $1 LIMIT 2');
/** Where only one handoff is contested, nobody needs to name it. */
export const theOnlyDispute = only(
  `SELECT DISTINCT at AS id FROM report_runs JOIN reports USING (community_id, report_id)
   WHERE run_id = $1 AND step = 'contestHandoff' AND at IS NOT NULL LIMIT 2`,
);
export const theOnlyPoint = only(`SELECT pickup_point_id AS id FROM ${ordersViews.runPoints} WHERE run_id = $1 LIMIT 2`);
