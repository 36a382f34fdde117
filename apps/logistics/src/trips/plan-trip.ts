import { DomainError } from '@jielong/kernel';
import { tripWorkflowId, type TripInput } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { audit, startProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { planStops } from '../allocation/plan-stops.js';
import type { KnownRun } from '../custody/runs.rows.js';
import { readSaid } from '../custody/said.rows.js';

/** A bus that is to be: which points of which runs it serves, in the order of the road. */
export interface TripPlan {
  readonly stops: readonly { readonly run: string; readonly point: string }[];
  readonly team?: string | undefined;
  readonly vehicle?: string | undefined;
  readonly crew?: readonly string[] | undefined;
}

/**
 * At lock: one trip with a stop at each point of the run that no trip serves yet. Where all are served, nothing. If somebody was so quick that
 * there is a version already, the stops get their shares of it.
 */
export async function planTripOf(tx: EntityManager, { id, said, allocationVersion }: KnownRun): Promise<void> {
  const points = said.points.filter((point) => !said.stops.some((stop) => stop.point === point.id));
  await tx.query('UPDATE supply_runs SET planned_at = coalesce(planned_at, clock_timestamp()) WHERE run_id = $1', [id]);
  if (!points.length) return;
  await planTrip(tx, { stops: points.map((point) => ({ run: id, point: point.id })) });
  if (allocationVersion > 0) for (const now of await readSaid(tx, [id])) await planStops(tx, now);
}

/** Rows of a trip, and the wish that it starts, in one transaction. The runs must be locked. */
export async function planTrip(tx: EntityManager, { stops, team, vehicle, crew = [] }: TripPlan): Promise<string> {
  const runs = [...new Set(stops.map(({ run }) => run))].sort();
  const [trip] = await tx.query<{ id: string }[]>(
    'INSERT INTO trips (trip_id, team, vehicle, crew) VALUES (gen_random_uuid(), $1, $2, $3) RETURNING trip_id AS id',
    [team ?? null, vehicle ?? null, JSON.stringify(crew)],
  );
  if (!trip) throw new Error('a trip without an id');
  await tx.query('INSERT INTO trip_runs (trip_id, run_id) SELECT $1, run_id FROM unnest($2::uuid[]) AS runs(run_id)', [trip.id, runs]);
  await tx.query(
    `INSERT INTO stops (stop_id, trip_id, run_id, pickup_point_id, seq)
     SELECT gen_random_uuid(), $1, run, point, seq FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS stops(run, point, seq)`,
    [trip.id, stops.map(({ run }) => run), stops.map(({ point }) => point)],
  );
  await startTrip(tx, trip.id, runs);
  await audit(tx, { action: 'planTrip', subjectKind: 'trip', subjectId: trip.id, details: { runs, stops: stops.length } });
  return trip.id;
}

interface ServedRun {
  compound: string;
  name: string | null;
  service_date: string;
  due_at: Partial<TripInput['dueAt']>;
}

async function startTrip(tx: EntityManager, tripId: string, runs: readonly string[]): Promise<void> {
  const community = await tx.query<{ id: string }[]>(`SELECT current_setting('app.community_id') AS id`);
  const served = await tx.query<ServedRun[]>(
    `SELECT r.compound, c.name, r.service_date, r.due_at FROM ${ordersViews.runs} r LEFT JOIN ${membersViews.compounds} c ON c.code = r.compound
     WHERE run_id = ANY($1) ORDER BY run_id`,
    [runs],
  );
  const [first] = served;
  const input: TripInput = {
    community: community[0]?.id ?? '',
    tripId,
    dueAt: { confirmLoading: earliest(served, 'confirmLoading'), confirmHandoff: earliest(served, 'confirmHandoff') },
  };
  const compounds = [...new Set(served.map(({ compound }) => compound))];
  const names = [...new Set(served.map(({ name, compound }) => name ?? compound))].join('、');
  const serviceDate = first?.service_date ?? '';
  await startProcess(tx, {
    processId: tripWorkflowId(tripId),
    workflow: 'tripWorkflow',
    input,
    summary: `${names} ${serviceDate.slice(5)} 车次`.slice(0, 60),
    searchAttributes: { SupplyRun: runs, Compound: compounds, Community: input.community, Stage: 'planned', ServiceDate: serviceDate },
  });
}

/** The bus goes when the first of its runs needs it. */
function earliest(served: readonly ServedRun[], step: keyof TripInput['dueAt']): string {
  const [first] = served.flatMap(({ due_at }) => due_at[step] ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  if (first === undefined) throw noDeadline(step);
  return first;
}

const noDeadline = (step: string) =>
  new DomainError('conflict', 'no-deadline', { zh: `批次没有 ${step} 的截止时间`, en: `the run has no deadline for ${step}` }, { step });
