import { moved, stopStateOf, transitions, tripStageOf, type RunSaid, type StopState, type TripStage } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** Stops and buses as what was said about all their runs leaves them; never back. */
export async function moveTrips(tx: EntityManager, concerned: readonly RunSaid[], all: readonly RunSaid[]): Promise<void> {
  for (const run of concerned) for (const stop of run.stops) await moveStop(tx, stop.id, stopStateOf(run, stop));
  const trips = [...new Set(concerned.flatMap((run) => run.trips.map(({ id }) => id)))].sort();
  for (const id of trips) await moveTrip(tx, id, tripStageOf(all, id));
}

async function moveStop(tx: EntityManager, id: string, said: StopState): Promise<void> {
  const [row] = await tx.query<{ state: StopState }[]>('SELECT state FROM stops WHERE stop_id = $1', [id]);
  if (!row || moved(transitions.stop, row.state, said) === row.state) return;
  await tx.query(
    `UPDATE stops SET state = $2, handed_over_at = CASE WHEN $2 = 'handed-over' THEN clock_timestamp() END WHERE stop_id = $1`,
    [id, said],
  );
}

async function moveTrip(tx: EntityManager, id: string, said: TripStage): Promise<void> {
  const [row] = await tx.query<{ state: TripStage }[]>('SELECT state FROM trips WHERE trip_id = $1', [id]);
  if (!row || moved(transitions.trip, row.state, said) === row.state) return;
  await tx.query(
    `UPDATE trips SET state = $2, departed_at = coalesce(departed_at, CASE WHEN $2 IN ('under-way', 'done') THEN clock_timestamp() END),
       ended_at = CASE WHEN $2 = 'done' THEN clock_timestamp() END WHERE trip_id = $1`,
    [id, said],
  );
}
