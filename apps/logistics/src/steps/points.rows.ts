import type { LogisticsStepReport, PointState } from '@jielong/logistics-contract';
import { isClosed, deliveredTo, handingOff, ledger, moved, pointStateOf, transitions, type RunSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

interface PointRow {
  pickup_point_id: string;
  state: PointState;
}
export const pointsOf = (tx: EntityManager, runId: string): Promise<PointRow[]> =>
  tx.query<PointRow[]>('SELECT pickup_point_id, state FROM run_points WHERE run_id = $1 ORDER BY pickup_point_id', [runId]);

/** Points that a report has closed: their codes are no longer valid. After a wrap-up everybody who is not excepted is still handed out to. */
export async function closePoints(
  tx: EntityManager,
  before: RunSaid,
  after: RunSaid,
  report: Pick<LogisticsStepReport, 'enteredBy' | 'doneBy'> & { readonly step?: string },
): Promise<void> {
  const closed = after.points
    .filter((point) => isClosed(after, point) && !before.points.some((it) => it.id === point.id && isClosed(before, it)))
    .map(({ id }) => id);
  if (!closed.length) return;
  if (report.step !== 'wrapUp') await noteUndelivered(tx, after.run, closed, report.enteredBy);
  await tx.query('UPDATE pickup_orders SET open = false WHERE run_id = $1 AND pickup_point_id = ANY($2) AND open', [after.run, closed]);
  await tx.query('UPDATE run_points SET closed_at = clock_timestamp(), closed_by = $3 WHERE run_id = $1 AND pickup_point_id = ANY($2)', [
    after.run,
    closed,
    report.doneBy,
  ]);
}

/** What was to be brought to a door of these points and has no outcome was not. */
export async function noteUndelivered(tx: EntityManager, run: string, points: readonly string[], enteredBy: string): Promise<void> {
  await tx.query(
    `INSERT INTO deliveries (run_id, order_id, outcome, done_by, entered_by, evidence)
     SELECT o.run_id, o.order_id, 'not-delivered', $3, $3, 'assumed' FROM pickup_orders o
     WHERE o.run_id = $1 AND o.pickup_point_id = ANY($2) AND o.fulfilment IN ('to-door', 'left-at-door')
       AND NOT EXISTS (SELECT FROM deliveries d WHERE d.order_id = o.order_id)
       AND EXISTS (SELECT FROM pickup_order_lines l WHERE l.order_id = o.order_id AND l.handed_out < l.portions)
     ORDER BY o.order_id`,
    [run, points, enteredBy],
  );
}

/** What the version that was taken over still promises at each point, by bundle. */
export async function promisedAt(tx: EntityManager, runId: string): Promise<Map<string, Record<string, number>>> {
  const rows = await tx.query<{ point: string; promised: Record<string, number> }[]>(
    `SELECT point, jsonb_object_agg(bundle, portions) AS promised FROM (
       SELECT o.pickup_point_id AS point, l.bundle, sum(l.portions - l.handed_out)::integer AS portions
       FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id WHERE o.run_id = $1 GROUP BY 1, 2) at_points GROUP BY point`,
    [runId],
  );
  return new Map(rows.map(({ point, promised }) => [point, promised]));
}

/** What is left of what came to a point, after what it has handed out: some may have been handed out to orders that have moved since. */
export function leftOf({ points }: RunSaid, pointId: string, delivered: Readonly<Record<string, number>>): Record<string, number> {
  const handedOut = points.find(({ id }) => id === pointId)?.handedOut ?? {};
  return Object.fromEntries(Object.entries(delivered).map(([bundle, portions]) => [bundle, portions - (handedOut[bundle] ?? 0)]));
}

/** Whether a point has what a version promises there. */
export const covers = (delivered: Readonly<Record<string, number>>, promised: Readonly<Record<string, number>> = {}): boolean =>
  Object.entries(promised).every(([bundle, portions]) => (delivered[bundle] ?? 0) >= portions);

/** A bus has handed over there. */
export const hasCome = (run: RunSaid, pointId: string): boolean =>
  run.stops.some((stop) => stop.point === pointId && handingOff(run, stop));

/** States never go back: closed and cleared by what was said; open when goods have come that cover what is promised there. */
export async function movePoints(tx: EntityManager, run: RunSaid, allocationVersion: number): Promise<void> {
  const promised = await promisedAt(tx, run.run);
  const movements = ledger(run);
  for (const { pickup_point_id: id, state } of await pointsOf(tx, run.run)) {
    const said = run.points.find((point) => point.id === id);
    const delivered = deliveredTo(run, movements, id);
    const isThere = hasCome(run, id) || Object.values(delivered).some((portions) => portions > 0);
    const opens = allocationVersion > 0 && isThere && covers(leftOf(run, id, delivered), promised.get(id));
    const reached = said ? pointStateOf(run, said) : 'waiting';
    const next = moved(transitions.point, state, reached === 'waiting' && opens ? 'open' : reached);
    if (next !== state) await setState(tx, run.run, id, next);
  }
}

const setState = (tx: EntityManager, runId: string, pointId: string, state: PointState): Promise<unknown> =>
  tx.query(
    `UPDATE run_points SET state = $3, opened_at = CASE WHEN $3 = 'open' THEN clock_timestamp() ELSE opened_at END
     WHERE run_id = $1 AND pickup_point_id = $2`,
    [runId, pointId, state],
  );
