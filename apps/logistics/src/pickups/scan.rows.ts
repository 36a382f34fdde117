import { randomUUID } from 'node:crypto';
import { readRoom } from '@jielong/kernel';
import type { PointState } from '@jielong/logistics-contract';
import type { EarlierPickup, FindableOrder, Known, PickupLine, SaidScan, ScanAnswer } from '@jielong/logistics-domain';
import { membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';

/**
 * Locks and reads all that these scans are judged by, always in this order: their ids, runs, points (shared: closing waits for us, we for
 * nobody but closing), orders. Balances come last, by the ledger's trigger.
 */
export async function knownTo(tx: EntityManager, scans: readonly SaidScan[]): Promise<Known> {
  await lockScanIds(tx, scans);
  const points = await lockPoints(tx, scans);
  const answered = await answeredBefore(tx, scans);
  const orders = await ordersMeant(
    tx,
    scans.filter(({ scanId }) => !answered.has(scanId)),
  );
  const [clock] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  return { points, orders, answered, now: clock?.now ?? new Date(), newId: randomUUID };
}

/** The same scan from two sides at once: the second waits, and finds the answer of the first. */
export const lockScanIds = (tx: EntityManager, scans: readonly Pick<SaidScan, 'scanId'>[]) =>
  tx.query(
    `SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended('scan ' || current_setting('app.community_id') || ' ' || id, 0) AS key
       FROM unnest($1::text[]) AS id ORDER BY 1) AS keys`,
    [scans.map(({ scanId }) => scanId)],
  );

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

async function lockPoints(tx: EntityManager, scans: readonly SaidScan[]): Promise<Known['points']> {
  const runs = unique(scans.map(({ runId }) => runId));
  const began = await tx.query<{ run_id: string; began: Date | null }[]>(
    'SELECT run_id, planned_at AS began FROM supply_runs WHERE run_id = ANY($1::uuid[]) ORDER BY run_id FOR KEY SHARE',
    [runs],
  );
  const beganAt = new Map(began.map((run) => [run.run_id, run.began]));
  const points = await tx.query<{ run_id: string; pickup_point_id: string; name: string; state: PointState }[]>(
    `SELECT run_id, pickup_point_id, name, state FROM run_points
     WHERE run_id = ANY($1::uuid[]) AND pickup_point_id = ANY($2::uuid[]) ORDER BY run_id, pickup_point_id FOR SHARE`,
    [runs, unique(scans.map(({ pointId }) => pointId))],
  );
  return points.map(({ run_id, pickup_point_id, name, state }) => ({
    id: pickup_point_id,
    runId: run_id,
    name,
    state,
    began: beganAt.get(run_id) ?? null,
  }));
}

export async function answeredBefore(tx: EntityManager, scans: readonly Pick<SaidScan, 'scanId'>[]): Promise<Known['answered']> {
  const rows = await tx.query<{ scan_id: string; body_hash: string; answer: ScanAnswer }[]>(
    'SELECT scan_id, body_hash, answer FROM scans WHERE scan_id = ANY($1::text[])',
    [scans.map(({ scanId }) => scanId)],
  );
  return new Map(rows.map(({ scan_id, body_hash, answer }) => [scan_id, { hash: body_hash, answer }]));
}

/** Orders at a point of these scans are locked; those elsewhere are only looked at, to name the right place. */
async function ordersMeant(tx: EntityManager, scans: readonly SaidScan[]): Promise<FindableOrder[]> {
  const ids = await idsMeant(tx, scans);
  if (!ids.length) return [];
  await tx.query(
    `SELECT order_id FROM pickup_orders WHERE order_id = ANY($1::uuid[]) AND run_id = ANY($2::uuid[]) AND pickup_point_id = ANY($3::uuid[])
     ORDER BY order_id FOR NO KEY UPDATE`,
    [ids, unique(scans.map(({ runId }) => runId)), unique(scans.map(({ pointId }) => pointId))],
  );
  return readOrders(tx, ids);
}

async function idsMeant(tx: EntityManager, scans: readonly SaidScan[]): Promise<string[]> {
  const ways = scans.map(({ by }) => by);
  const runs = unique(scans.map(({ runId }) => runId));
  const known = await tx.query<{ order_id: string }[]>(
    `SELECT order_id FROM pickup_orders WHERE order_id = ANY($2::uuid[])
     UNION SELECT order_id FROM pickup_orders WHERE token = ANY($3::text[])
     UNION SELECT order_id FROM pickup_orders WHERE code = ANY($4::bpchar[]) AND (open OR run_id = ANY($1::uuid[]))`,
    [
      runs,
      ways.flatMap((by) => ('orderId' in by ? [by.orderId] : [])),
      ways.flatMap((by) => ('token' in by ? [by.token] : [])),
      ways.flatMap((by) => ('code' in by ? [by.code] : [])),
    ],
  );
  const rooms = unique(ways.flatMap((by) => ('room' in by ? [readRoom(by.room)?.room ?? ''] : [])));
  const living = rooms.length ? await idsOfRooms(tx, runs, rooms) : [];
  return unique([...known, ...living].map(({ order_id }) => order_id));
}

/** Wider than meant: building and unit are compared by the rule that reads them. */
const idsOfRooms = (tx: EntityManager, runs: readonly string[], rooms: readonly string[]) =>
  tx.query<{ order_id: string }[]>(
    `SELECT o.order_id FROM pickup_orders o JOIN ${membersViews.households} h ON h.community_id = o.community_id AND h.id = o.household_id
     WHERE o.run_id = ANY($1::uuid[]) AND coalesce(nullif(ltrim(upper(h.room), '0'), ''), '0') = ANY($2::text[])`,
    [runs, rooms],
  );

interface OrderRow extends Omit<FindableOrder, 'earlier'> {
  readonly lines: readonly PickupLine[];
}
/** Orders with where they are, whose they are and what they got. */
export async function readOrders(tx: EntityManager, ids: readonly string[]): Promise<FindableOrder[]> {
  const rows = await tx.query<OrderRow[]>(
    `SELECT o.order_id AS "orderId", o.run_id AS "runId", o.pickup_point_id AS "pointId", p.name AS "pointName", o.household_id AS "householdId",
       coalesce(h.building, '') AS building, h.unit, coalesce(h.room, '') AS room, coalesce(h.masked_name, '') AS "maskedName",
       o.code::text AS code, o.token, coalesce(l.lines, '[]') AS lines
     FROM pickup_orders o
     JOIN run_points p ON p.community_id = o.community_id AND p.run_id = o.run_id AND p.pickup_point_id = o.pickup_point_id
     LEFT JOIN ${membersViews.households} h ON h.community_id = o.community_id AND h.id = o.household_id
     LEFT JOIN LATERAL (SELECT json_agg(json_build_object('orderLineId', order_line_id, 'bundle', bundle, 'portions', portions,
         'handedOut', handed_out) ORDER BY bundle, order_line_id) AS lines
       FROM pickup_order_lines l WHERE l.community_id = o.community_id AND l.order_id = o.order_id) l ON true
     WHERE o.order_id = ANY($1::uuid[])
     ORDER BY o.order_id`,
    [ids],
  );
  const earlier = await earlierPickups(tx, ids);
  return rows.map((row) => ({ ...row, earlier: earlier.get(row.orderId) ?? [] }));
}

/** What pickups gave and nobody has taken back, line by line. */
export const givenLines = `(SELECT l.pickup_id, l.order_line_id, o.bundle, l.portions - coalesce(b.portions, 0) AS portions
  FROM pickup_lines l JOIN pickup_order_lines o ON o.community_id = l.community_id AND o.order_line_id = l.order_line_id
  LEFT JOIN LATERAL (SELECT sum(rl.portions)::integer AS portions FROM pickup_reversals r
    JOIN pickup_reversal_lines rl ON rl.community_id = r.community_id AND rl.reversal_id = r.reversal_id
    WHERE r.community_id = l.community_id AND r.pickup_id = l.pickup_id AND rl.order_line_id = l.order_line_id) b ON true
  WHERE l.portions > coalesce(b.portions, 0))`;

interface EarlierRow extends EarlierPickup {
  readonly orderId: string;
}
async function earlierPickups(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, EarlierPickup[]>> {
  const rows = await tx.query<EarlierRow[]>(
    `SELECT p.order_id AS "orderId", coalesce(p.scan_id, '') AS "scanId", coalesce(p.given_at, p.recorded_at) AS at, p.recorded_by AS by,
       l.lines
     FROM pickups p
     JOIN LATERAL (SELECT json_object_agg(bundle, portions) AS lines FROM (
         SELECT bundle, sum(portions) AS portions FROM ${givenLines} g WHERE g.pickup_id = p.pickup_id GROUP BY bundle) AS sums) l ON true
     WHERE p.order_id = ANY($1::uuid[]) AND l.lines IS NOT NULL ORDER BY p.recorded_at, p.pickup_id`,
    [ids],
  );
  const byOrder = new Map<string, EarlierPickup[]>();
  for (const { orderId, ...pickup } of rows) byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), pickup]);
  return byOrder;
}
