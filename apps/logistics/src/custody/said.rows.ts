import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { tell, type PointSaid, type PurchaseSaid, type RunSaid, type StopSaid, type TripSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** What has been said about these runs, by whichever process, and what their pickups come to. */
export async function readSaid(tx: EntityManager, runIds: readonly string[]): Promise<RunSaid[]> {
  const [purchases, trips, stops, points, wrapUps, reports] = [
    await tx.query<PurchaseLineRow[]>(purchasesQuery, [runIds]),
    await tx.query<TripRow[]>(tripsQuery, [runIds]),
    await tx.query<StopRow[]>(stopsQuery, [runIds]),
    await tx.query<PointRow[]>(pointsQuery, [runIds]),
    await tx.query<WrapUpRow[]>(wrapUpsQuery, [runIds]),
    await tx.query<{ body: LogisticsStepReport; runs: string[] }[]>('SELECT body, runs FROM reports WHERE runs && $1 ORDER BY seq', [
      runIds,
    ]),
  ];
  return runIds.map((run) => {
    const own = <Row extends { run_id: string }>(rows: readonly Row[]): Row[] => rows.filter(({ run_id }) => run_id === run);
    const planned: RunSaid = {
      run,
      purchases: purchasesOf(own(purchases)),
      trips: own(trips).map(({ trip_id }): TripSaid => ({ id: trip_id })),
      stops: own(stops).map(stopOf),
      points: own(points).map(({ pickup_point_id, handed_out }): PointSaid => ({ id: pickup_point_id, handedOut: handed_out })),
    };
    const said = reports.filter(({ runs }) => runs.includes(run)).reduce((before, { body }) => tell(before, body), planned);
    const isListed = own(wrapUps).some(({ wrap_up_id }) => wrap_up_id === said.wrapUp?.report.wrapUp);
    return said.wrapUp ? { ...said, wrapUp: { ...said.wrapUp, listed: isListed } } : said;
  });
}

const purchasesQuery = 'SELECT * FROM purchase_lines WHERE run_id = ANY($1) ORDER BY purchase_id, bundle';
const tripsQuery = `SELECT run_id, trip_id FROM trip_runs JOIN trips USING (community_id, trip_id) WHERE run_id = ANY($1) ORDER BY planned_at, trip_id`;
const stopsQuery = `SELECT run_id, stop_id, trip_id, pickup_point_id, planned FROM stops JOIN trips USING (community_id, trip_id)
  WHERE run_id = ANY($1) ORDER BY planned_at, trip_id, seq`;
const pointsQuery = `SELECT p.run_id, p.pickup_point_id,
    coalesce(jsonb_object_agg(h.bundle, h.portions) FILTER (WHERE h.bundle IS NOT NULL), '{}') AS handed_out
  FROM run_points p LEFT JOIN (
    SELECT run_id, bundle, place.ref, sum(place.delta)::integer AS portions FROM custody_movements
    CROSS JOIN LATERAL (VALUES (from_kind, from_ref, portions), (to_kind, to_ref, -portions)) AS place(at, ref, delta)
    WHERE run_id = ANY($1) AND pickup_id IS NOT NULL AND place.at = 'pickup-point' GROUP BY run_id, bundle, place.ref) h
    ON h.run_id = p.run_id AND h.ref = p.pickup_point_id::text
  WHERE p.run_id = ANY($1) GROUP BY p.run_id, p.pickup_point_id, p.gate, p.name ORDER BY p.gate, p.name, p.pickup_point_id`;

const wrapUpsQuery = 'SELECT run_id, wrap_up_id FROM wrap_ups WHERE run_id = ANY($1) AND handed_out_at IS NOT NULL';

interface PurchaseLineRow {
  run_id: string;
  purchase_id: string;
  bundle: string;
  expected: number;
  bought: number | null;
  report_id: string | null;
  entered_by: string | null;
  evidence: 'counted' | 'listed' | 'told' | 'assumed' | null;
}
interface TripRow {
  run_id: string;
  trip_id: string;
}
interface WrapUpRow {
  run_id: string;
  wrap_up_id: string;
}
interface StopRow extends TripRow {
  stop_id: string;
  pickup_point_id: string;
  planned: Record<string, number>;
}
interface PointRow {
  run_id: string;
  pickup_point_id: string;
  handed_out: Record<string, number>;
}

const stopOf = ({ stop_id, trip_id, pickup_point_id, planned }: StopRow): StopSaid => ({
  id: stop_id,
  trip: trip_id,
  point: pickup_point_id,
  planned,
});

function purchasesOf(rows: readonly PurchaseLineRow[]): PurchaseSaid[] {
  return [...new Set(rows.map(({ purchase_id }) => purchase_id))].map((id) => {
    const lines = rows.filter(({ purchase_id }) => purchase_id === id);
    const said = lines.map(speakerOf).find((speaker) => speaker !== undefined);
    return { id, lines: Object.fromEntries(lines.map(({ bundle, expected, bought }) => [bundle, { expected, bought }])), said };
  });
}

const speakerOf = ({ report_id, entered_by, evidence }: PurchaseLineRow): PurchaseSaid['said'] =>
  report_id !== null && entered_by !== null ? { reportId: report_id, enteredBy: entered_by, evidence: evidence ?? 'counted' } : undefined;
