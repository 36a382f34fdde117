import { DomainError } from '@jielong/kernel';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { decodeCursor, pageOf, type Page } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Trip, TripsQuery } from './trip.schema.js';

type Row = Omit<Trip, 'workflowId'>;

/** JSON all the way: instants come as ISO 8601. */
const trip = `json_build_object('id', t.trip_id, 'state', t.state, 'team', t.team, 'vehicle', t.vehicle, 'crew', t.crew,
  'plannedAt', t.planned_at, 'departedAt', t.departed_at, 'endedAt', t.ended_at,
  'runs', (SELECT json_agg(r.run_id ORDER BY r.run_id) FROM trip_runs r WHERE r.trip_id = t.trip_id),
  'stops', (SELECT coalesce(json_agg(json_build_object('id', s.stop_id, 'run', s.run_id, 'pickupPointId', s.pickup_point_id, 'name', p.name,
    'gate', p.gate, 'seq', s.seq, 'state', s.state, 'handedOverAt', s.handed_over_at, 'planned', s.planned) ORDER BY s.seq), '[]')
    FROM stops s JOIN run_points p ON p.run_id = s.run_id AND p.pickup_point_id = s.pickup_point_id WHERE s.trip_id = t.trip_id))`;

const shown = (row: Row): Trip => ({ ...row, workflowId: tripWorkflowId(row.id) });
const cursor = z.tuple([z.string().max(40), z.uuid()]);

/** The newest first. */
export async function listTrips(tx: EntityManager, { run, limit, after }: TripsQuery): Promise<Page<Trip>> {
  const [before, id] = decodeCursor(after, cursor) ?? [null, null];
  const rows = await tx.query<{ trip: Row; planned: string }[]>(
    `SELECT ${trip} AS trip, t.planned_at::text AS planned FROM trips t
     WHERE ($1::uuid IS NULL OR EXISTS (SELECT FROM trip_runs r WHERE r.trip_id = t.trip_id AND r.run_id = $1))
       AND ($2::text IS NULL OR (t.planned_at, t.trip_id) < ($2::timestamptz, $3::uuid))
     ORDER BY t.planned_at DESC, t.trip_id DESC LIMIT $4`,
    [run ?? null, before, id, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ planned, trip: { id: last } }) => [planned, last],
    (row) => shown(row.trip),
  );
}

export async function readTrip(tx: EntityManager, id: string): Promise<Trip> {
  const [row] = await tx.query<{ trip: Row }[]>(`SELECT ${trip} AS trip FROM trips t WHERE t.trip_id = $1`, [id]);
  if (!row) throw unknownTrip(id);
  return shown(row.trip);
}

const unknownTrip = (id: string) =>
  new DomainError(
    'not-found',
    'unknown-trip',
    { zh: '没有这个车次，请核对编号。', en: 'There is no such trip. Check the id.' },
    { trip: id },
  );
