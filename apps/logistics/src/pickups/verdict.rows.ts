import { type Actor, type Evidence, hashOf } from '@jielong/kernel';
import type { HandOutLine, SaidScan, ScanAnswer, Verdict } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

/** How a pickup came about, beside what was scanned. */
export interface Circumstances {
  readonly actor: Actor;
  readonly deviceId: string | null;
  /** `handed-out`, or how it was delivered. */
  readonly outcome: string;
  readonly evidence: Evidence;
  readonly bodies: ReadonlyMap<SaidScan, Readonly<Record<string, unknown>>>;
}
export type Recorded = Extract<Verdict, { is: 'recorded' }>;
type Conflict = Extract<Verdict, { is: 'conflict' }>;

/** Writes what was decided, each kind of row with one statement, so that a thousand scans cost as many as one. */
export async function writeVerdicts(tx: EntityManager, verdicts: readonly Verdict[], how: Circumstances): Promise<void> {
  const recorded = verdicts.filter((verdict): verdict is Recorded => verdict.is === 'recorded');
  const conflicts = verdicts.filter((verdict): verdict is Conflict => verdict.is === 'conflict');
  await writePickups(tx, recorded, how);
  const kept = [...recorded, ...conflicts.filter(({ problem }) => problem.code !== 'scan-id-reused')];
  await writeScans(
    tx,
    kept.map(({ scan, answer }) => ({ scan, answer })),
    how,
  );
  await writeConflicts(
    tx,
    conflicts.map((conflict) => conflictRow(conflict, how)),
  );
}

/** Rows as one JSON parameter: `INSERT … SELECT … FROM json_to_recordset($1)`. */
const rows = (all: readonly object[]) => [JSON.stringify(all)];

export const writeScans = async (
  tx: EntityManager,
  scans: readonly { scan: SaidScan; answer: ScanAnswer }[],
  { deviceId, bodies }: Pick<Circumstances, 'deviceId' | 'bodies'>,
): Promise<void> => {
  if (!scans.length) return;
  await tx.query(
    `INSERT INTO scans (scan_id, body, body_hash, status, answer, device_id, recorded_by, given_at)
     SELECT * FROM json_to_recordset($1) AS s(scan_id text, body jsonb, body_hash text, status text, answer json, device_id text, recorded_by text,
       given_at timestamptz)`,
    rows(
      scans.map(({ scan, answer }) => ({
        scan_id: scan.scanId,
        body: bodies.get(scan) ?? {},
        body_hash: scan.hash,
        status: answer.status,
        answer,
        device_id: deviceId,
        recorded_by: scan.enteredBy,
        given_at: scan.givenAt,
      })),
    ),
  );
};

/** Pickups with their lines and movements. */
export async function writePickups(tx: EntityManager, recorded: readonly Recorded[], how: Circumstances): Promise<void> {
  if (!recorded.length) return;
  await tx.query(
    `INSERT INTO pickups (pickup_id, run_id, order_id, pickup_point_id, scan_id, device_id, kind, given_at, recorded_by, collected_by, way, outcome)
     SELECT * FROM json_to_recordset($1) AS p(pickup_id uuid, run_id uuid, order_id uuid, pickup_point_id uuid, scan_id text, device_id text,
       kind text, given_at timestamptz, recorded_by text, collected_by text, way text, outcome text)`,
    rows(recorded.map((verdict) => pickupRow(verdict, how))),
  );
  const lines = recorded.flatMap(({ answer, lines: own }) => own.map((line) => ({ pickup_id: answer.pickupId, ...lineRow(line) })));
  await tx.query(
    `INSERT INTO pickup_lines (pickup_id, order_line_id, portions)
     SELECT * FROM json_to_recordset($1) AS l(pickup_id uuid, order_line_id uuid, portions integer)`,
    rows(lines),
  );
  await tx.query(
    `UPDATE pickup_order_lines o SET handed_out = o.handed_out + l.portions
     FROM (SELECT order_line_id, sum(portions) AS portions FROM json_to_recordset($1) AS l(order_line_id uuid, portions integer)
       GROUP BY order_line_id) l
     WHERE o.order_line_id = l.order_line_id`,
    rows(lines),
  );
  await writeMovements(tx, recorded, how);
}

const lineRow = ({ orderLineId, portions }: HandOutLine) => ({ order_line_id: orderLineId, portions });

const pickupRow = ({ scan, order, answer }: Recorded, { deviceId, bodies, outcome }: Circumstances) => ({
  pickup_id: answer.pickupId,
  run_id: order.runId,
  order_id: order.orderId,
  pickup_point_id: order.pointId,
  scan_id: scan.scanId,
  device_id: deviceId,
  kind: scan.kind,
  given_at: scan.givenAt,
  recorded_by: scan.enteredBy,
  collected_by: bodies.get(scan)?.['collectedBy'] ?? null,
  way: Object.keys(scan.by)[0],
  outcome,
});

/** From the point to the households, pickup by pickup. */
const writeMovements = (tx: EntityManager, recorded: readonly Recorded[], { evidence }: Circumstances) =>
  tx.query(
    `INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, from_ref, to_kind, portions, pickup_id, evidence, entered_by)
     SELECT run_id, bundle, 'hand-out', 'pickup', 'pickup-point', point, 'household', portions, pickup_id, $2, entered_by
     FROM json_to_recordset($1) AS m(run_id uuid, bundle text, point text, portions integer, pickup_id uuid, entered_by text) ORDER BY pickup_id, bundle`,
    [
      JSON.stringify(
        recorded.flatMap(({ scan, order, answer }) =>
          Object.entries(answer.lines ?? {}).map(([bundle, portions]) => ({
            run_id: order.runId,
            bundle,
            point: order.pointId,
            portions,
            pickup_id: answer.pickupId,
            entered_by: scan.enteredBy,
          })),
        ),
      ),
      evidence,
    ],
  );

export interface ConflictRow {
  readonly scan_id: string;
  readonly run_id: string | null;
  readonly order_id: string | null;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> & { readonly hash: string };
}
/** What both say: the scan, and the books. */
function conflictRow({ scan, orderId, problem, answer }: Conflict, { deviceId, bodies }: Circumstances): ConflictRow {
  const said = { ...bodies.get(scan), deviceId, flags: answer.flags ?? [] };
  const details = { hash: scan.hash, text: problem.text, said, books: problem.details, recordedBy: scan.enteredBy };
  return { scan_id: scan.scanId, run_id: scan.runId, order_id: orderId, code: problem.code, details };
}

/** The same contradiction sent again is the same conflict; a run that nobody knows is none. */
export const writeConflicts = async (tx: EntityManager, conflicts: readonly ConflictRow[]): Promise<void> => {
  const different = new Map(conflicts.map((row) => [hashOf([row.scan_id, row.details.hash]), row]));
  if (!different.size) return;
  await tx.query(
    `INSERT INTO scan_conflicts (scan_id, run_id, order_id, code, details)
     SELECT scan_id, r.run_id, order_id, code, details
     FROM ROWS FROM (json_to_recordset($1) AS (scan_id text, run_id uuid, order_id uuid, code text, details jsonb)) WITH ORDINALITY
       AS c(scan_id, run_id, order_id, code, details, place) LEFT JOIN supply_runs r ON r.run_id = c.run_id
     WHERE NOT EXISTS (SELECT FROM scan_conflicts o WHERE o.scan_id = c.scan_id AND o.details->>'hash' = c.details->>'hash')
     ORDER BY place`,
    rows([...different.values()]),
  );
};
