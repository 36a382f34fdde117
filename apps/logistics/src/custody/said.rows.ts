import type { Subject } from '@jielong/kernel';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { tell, type PointSaid, type PurchaseSaid, type RunSaid, type StopSaid, type TripSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** What has been said about these runs, by whichever process, and what their pickups come to. */
export const readSaid = (tx: EntityManager, runIds: readonly string[]): Promise<RunSaid[]> =>
  Promise.all(runIds.map((run) => readSaidOf(tx, run)));

async function readSaidOf(tx: EntityManager, run: string): Promise<RunSaid> {
  const [purchases, trips, stops, points, wrapUps, reports] = await Promise.all([
    tx.query<PurchaseLineRow[]>(purchasesQuery, [run]),
    tx.query<TripRow[]>(tripsQuery, [run]),
    tx.query<StopRow[]>(stopsQuery, [run]),
    tx.query<PointRow[]>(pointsQuery, [run]),
    tx.query<WrapUpRow[]>(wrapUpsQuery, [run]),
    tx.query<ReportRow[]>(reportsQuery, [run]),
  ]);
  const planned: RunSaid = {
    run,
    purchases: purchasesOf(purchases),
    trips: trips.map(({ trip_id, vehicle }): TripSaid => ({ id: trip_id, name: vehicle ?? undefined })),
    stops: stops.map(stopOf),
    points: points.map(pointOf),
  };
  const said = reports.reduce((before, { body, process_id }) => tell(before, named({ processId: process_id }, body)), planned);
  const isListed = wrapUps.some(({ wrap_up_id }) => wrap_up_id === said.wrapUp?.report.wrapUp);
  return said.wrapUp ? { ...said, wrapUp: { ...said.wrapUp, listed: isListed } } : said;
}

/** Of what is noted, whoever says it is known from where it was sent. */
export const named = ({ processId }: Pick<Subject, 'processId'>, report: LogisticsStepReport): LogisticsStepReport =>
  report.step === 'noteGoods' ? { ...report, of: processId.slice(processId.indexOf(':') + 1) } : report;

/** One run each: of one key PostgreSQL knows beforehand how little it finds, and plans once. */
const purchasesQuery = `SELECT purchase_id, supplier, bundle, expected, bought, report_id, entered_by, evidence
  FROM purchase_lines WHERE run_id = $1 AND NOT given_way ORDER BY purchase_id, bundle`;
const tripsQuery = `SELECT trip_id, vehicle FROM trip_runs JOIN trips USING (community_id, trip_id) WHERE run_id = $1 ORDER BY planned_at, trip_id`;
const stopsQuery = `SELECT stop_id, trip_id, pickup_point_id, planned, given_up FROM stops JOIN trips USING (community_id, trip_id)
  WHERE run_id = $1 ORDER BY planned_at, trip_id, seq`;
const reportsQuery = `SELECT r.body, r.process_id FROM report_runs JOIN reports r USING (community_id, report_id) WHERE run_id = $1 ORDER BY r.seq`;
/** Of the movements of pickups: given to households, and lost out of bags. What came back counts where the point was counted before. */
const pickedUpSql = `
    SELECT CASE kind WHEN 'reverse' THEN to_ref ELSE from_ref END AS ref, CASE kind WHEN 'lose' THEN to_kind ELSE 'handed-out' END AS what,
      bundle, sum(CASE kind WHEN 'reverse' THEN -portions ELSE portions END)::integer AS portions
    FROM custody_movements WHERE run_id = $1 AND pickup_id IS NOT NULL GROUP BY 1, 2, 3
  UNION ALL
    SELECT p.pickup_point_id::text, 'came-back', o.bundle, sum(l.portions)::integer
    FROM pickup_reversals r JOIN pickups p ON p.pickup_id = r.pickup_id JOIN pickup_reversal_lines l ON l.reversal_id = r.reversal_id
    JOIN pickup_order_lines o ON o.order_line_id = l.order_line_id
    WHERE r.run_id = $1 AND r.to_kind = 'pickup-point' AND r.at > (SELECT max(c.recorded_at) FROM report_runs
      JOIN reports c USING (community_id, report_id) WHERE run_id = $1 AND c.step = 'closePickup' AND c.body->>'at' = p.pickup_point_id::text)
    GROUP BY 1, 2, 3`;
const aggregated = (what: string) =>
  `coalesce(jsonb_object_agg(h.bundle, h.portions) FILTER (WHERE h.what = '${what}'), '{}') AS "${what}"`;
const pointsQuery = `SELECT p.pickup_point_id, p.name, ${['handed-out', 'missing', 'damaged', 'came-back'].map(aggregated).join(', ')},
    EXISTS (SELECT FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id
      WHERE o.run_id = p.run_id AND o.pickup_point_id = p.pickup_point_id AND l.portions > 0) AS is_awaited
  FROM run_points p LEFT JOIN (${pickedUpSql}) h ON h.ref = p.pickup_point_id::text
  WHERE p.run_id = $1 GROUP BY p.run_id, p.pickup_point_id, p.gate, p.name ORDER BY p.gate, p.name, p.pickup_point_id`;
const wrapUpsQuery = 'SELECT wrap_up_id FROM wrap_ups WHERE run_id = $1 AND handed_out_at IS NOT NULL';

interface ReportRow {
  body: LogisticsStepReport;
  process_id: string;
}
interface PurchaseLineRow {
  purchase_id: string;
  supplier: string;
  bundle: string;
  expected: number;
  bought: number | null;
  report_id: string | null;
  entered_by: string | null;
  evidence: 'counted' | 'listed' | 'told' | 'assumed' | null;
}
interface TripRow {
  trip_id: string;
  vehicle: string | null;
}
interface WrapUpRow {
  wrap_up_id: string;
}
interface StopRow {
  stop_id: string;
  trip_id: string;
  pickup_point_id: string;
  planned: Record<string, number>;
  given_up: boolean;
}
interface PointRow {
  pickup_point_id: string;
  name: string;
  'handed-out': Record<string, number>;
  missing: Record<string, number>;
  damaged: Record<string, number>;
  'came-back': Record<string, number>;
  is_awaited: boolean;
}

const pointOf = ({
  pickup_point_id,
  name,
  'handed-out': handedOut,
  'came-back': cameBack,
  missing,
  damaged,
  is_awaited,
}: PointRow): PointSaid => ({
  id: pickup_point_id,
  name,
  handedOut,
  isAwaited: is_awaited,
  notInBags: { missing, damaged },
  cameBack,
});

const stopOf = ({ stop_id, trip_id, pickup_point_id, planned, given_up }: StopRow): StopSaid => ({
  id: stop_id,
  trip: trip_id,
  point: pickup_point_id,
  planned,
  givenUp: given_up,
});

function purchasesOf(rows: readonly PurchaseLineRow[]): PurchaseSaid[] {
  return [...new Set(rows.map(({ purchase_id }) => purchase_id))].map((id) => {
    const lines = rows.filter(({ purchase_id }) => purchase_id === id);
    const said = lines.map(speakerOf).find((speaker) => speaker !== undefined);
    return {
      id,
      name: lines[0]?.supplier,
      lines: Object.fromEntries(lines.map(({ bundle, expected, bought }) => [bundle, { expected, bought }])),
      said,
    };
  });
}

const speakerOf = ({ report_id, entered_by, evidence }: PurchaseLineRow): PurchaseSaid['said'] =>
  report_id !== null && entered_by !== null ? { reportId: report_id, enteredBy: entered_by, evidence: evidence ?? 'counted' } : undefined;
