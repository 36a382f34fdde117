import { tripWorkflowId } from '@jielong/logistics-contract';
import { isPassedBy, type RunSaid, stopStateOf } from '@jielong/logistics-domain';
import { ordersViews } from '@jielong/orders-contract';
import { wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** Orders of one point that a version lets collect at another. */
export interface Move {
  readonly from: string;
  readonly to: string;
}
/** Asked before the version is written. */
export const movesBy = (tx: EntityManager, runId: string, version: number): Promise<Move[]> =>
  tx.query<Move[]>(
    `SELECT DISTINCT o.pickup_point_id AS "from", a.pickup_point_id AS "to" FROM pickup_orders o JOIN ${ordersViews.allocationLines} a
       ON a.run_id = o.run_id AND a.order_id = o.order_id AND a.version = $2 AND a.pickup_point_id <> o.pickup_point_id WHERE o.run_id = $1`,
    [runId, version],
  );

/**
 * The bus goes where orders have gone: a stop at a point that has none left goes to one that nobody serves, or is given up; a point that is
 * still not served gets a stop of a bus that is on its way. Trips whose stops are others are told.
 */
export async function redirectStops(tx: EntityManager, said: RunSaid, moves: readonly Move[]): Promise<void> {
  if (!(await isPlanned(tx, said.run))) return; // the trip that is planned at lock serves whatever nobody serves then
  const left = new Set(moves.map(({ from }) => from));
  const promised = await promisedPoints(tx, said.run);
  const open = said.stops.filter((stop) => stopStateOf(said, stop) === 'expected');
  const told = new Set<string>();
  const unserved: string[] = [];
  for (const point of promised.filter((it) => !said.stops.some((stop) => stop.point === it && !isPassedBy(said, stop)))) {
    const trip = await revived(tx, said.run, point);
    if (trip === undefined) unserved.push(point);
    else told.add(trip);
  }
  for (const stop of open.filter(({ point }) => left.has(point) && !promised.includes(point))) {
    const target = unserved.shift();
    await (target === undefined
      ? tx.query(`UPDATE stops SET given_up = true, state = 'passed-by' WHERE stop_id = $1`, [stop.id])
      : tx.query('UPDATE stops SET pickup_point_id = $2 WHERE stop_id = $1', [stop.id, target]));
    told.add(stop.trip);
  }
  const last = open.at(-1);
  if (last) for (const point of unserved) told.add(await addStop(tx, said.run, last.trip, point));
  for (const trip of told) await wakeProcess(tx, tripWorkflowId(trip));
}

async function isPlanned(tx: EntityManager, runId: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT FROM supply_runs WHERE run_id = $1 AND planned_at IS NOT NULL', [runId]);
  return rows.length > 0;
}

const promisedPoints = async (tx: EntityManager, runId: string): Promise<string[]> =>
  (
    await tx.query<{ point: string }[]>(
      `SELECT DISTINCT o.pickup_point_id AS point FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id
       WHERE o.run_id = $1 AND l.portions > l.handed_out ORDER BY 1`,
      [runId],
    )
  ).map(({ point }) => point);

/** Orders have come back to where a stop was given up. */
async function revived(tx: EntityManager, runId: string, point: string): Promise<string | undefined> {
  const [rows] = await tx.query<[{ stop: string; trip: string }[], number]>(
    `UPDATE stops SET given_up = false, state = 'expected' WHERE run_id = $1 AND pickup_point_id = $2 AND given_up
     RETURNING stop_id AS stop, trip_id AS trip`,
    [runId, point],
  );
  for (const { stop, trip } of rows) await askOnTheRoad(tx, trip, stop, point);
  return rows[0]?.trip;
}

/** Where its bus has gone and asks at its stops, somebody is asked anew at one that was given up. */
const askOnTheRoad = (tx: EntityManager, trip: string, stop: string, point: string): Promise<unknown> =>
  tx.query(
    `INSERT INTO pending_steps (process_id, step, at, role, place, due_at, ladder) SELECT process_id, step, $2, role, $3, due_at, ladder
     FROM pending_steps WHERE process_id = $1 AND step = 'confirmHandoff' ORDER BY due_at LIMIT 1 ON CONFLICT DO NOTHING`,
    [tripWorkflowId(trip), stop, point],
  );

async function addStop(tx: EntityManager, runId: string, tripId: string, point: string): Promise<string> {
  await tx.query(
    `INSERT INTO stops (stop_id, trip_id, run_id, pickup_point_id, seq)
     SELECT gen_random_uuid(), $1, $2, $3, coalesce(max(seq), 0) + 1 FROM stops WHERE trip_id = $1`,
    [tripId, runId, point],
  );
  return tripId;
}
