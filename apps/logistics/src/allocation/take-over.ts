import { DomainError } from '@jielong/kernel';
import { deliveredTo, handingOff, isClosed, isPassedBy, ledger, type RunSaid } from '@jielong/logistics-domain';
import { ordersViews } from '@jielong/orders-contract';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { covers, hasCome, leftOf, movePoints } from '../steps/points.rows.js';
import { readSaid } from '../custody/said.rows.js';
import { newCodes } from './codes.js';
import { planStops } from './plan-stops.js';
import { type Move, movesBy, redirectStops } from './redirect-stops.js';

/**
 * A version of an allocation takes effect: who may pick up how much where. Refuses one that gives a household less than it has already, or
 * promises what a point cannot stand behind; orders makes the next one then. Call it under the locks of the run and its points.
 */
export async function takeOver(tx: EntityManager, { id, said, allocationVersion }: KnownRun, version: number): Promise<void> {
  if (version <= allocationVersion) return;
  const isPickupOver = said.points.every((point) => isClosed(said, point)); // whoever had nothing yet gets nothing more
  if (!isPickupOver) await refuseEmpty(tx, id, version);
  await refuseLessThanHandedOut(tx, id, version);
  const moves = await movesBy(tx, id, version);
  await refuseUncovered(tx, said, version, moves);
  await writeOrders(tx, id, version);
  await writeLines(tx, id, version);
  await tx.query('UPDATE supply_runs SET allocation_version = $2 WHERE run_id = $1', [id, version]);
  await redirectStops(tx, said, moves);
  const [now = said] = moves.length ? await readSaid(tx, [id]) : [said];
  await planStops(tx, now);
  await movePoints(tx, { ...now, ended: said.ended, calledOff: said.calledOff }, version);
  await audit(tx, { action: 'takeOverAllocation', subjectKind: 'supply-run', subjectId: id, details: { version } });
}

/** Orders publishes a version when it is in effect. One without lines is right only where there is nothing to divide. */
async function refuseEmpty(tx: EntityManager, runId: string, version: number): Promise<void> {
  const rows = await tx.query<unknown[]>(
    `SELECT FROM ${ordersViews.allocationLines} WHERE run_id = $1 AND version = $2
     UNION ALL SELECT WHERE NOT EXISTS (SELECT FROM custody_balances WHERE run_id = $1 AND portions > 0
       AND place_kind IN ('supplier', 'bus', 'pickup-point', 'household')) LIMIT 1`,
    [runId, version],
  );
  if (!rows.length) throw unknownVersion(runId, version);
}

async function refuseLessThanHandedOut(tx: EntityManager, runId: string, version: number): Promise<void> {
  const less = await tx.query<{ order_id: string; bundle: string; handed_out: number; portions: number }[]>(
    `SELECT l.order_id, l.bundle, l.handed_out, coalesce(a.portions, 0) AS portions FROM pickup_order_lines l
     LEFT JOIN ${ordersViews.allocationLines} a ON a.order_line_id = l.order_line_id AND a.run_id = l.run_id AND a.version = $2
     WHERE l.run_id = $1 AND l.handed_out > coalesce(a.portions, 0) ORDER BY l.order_id LIMIT 20`,
    [runId, version],
  );
  if (less.length) throw lessThanHandedOut(version, less);
}

/**
 * A point that has got all it is to get must have what is promised there; where goods are still to come, it waits for them. Orders whose goods
 * have come to the old point are served there until the new one can.
 */
async function refuseUncovered(tx: EntityManager, said: RunSaid, version: number, moves: readonly Move[]): Promise<void> {
  const movements = ledger(said);
  const promised = await tx.query<{ point: string; promised: Record<string, number> }[]>(
    `SELECT point, jsonb_object_agg(bundle, portions) AS promised FROM (
       SELECT a.pickup_point_id AS point, a.bundle, sum(a.portions - coalesce(l.handed_out, 0))::integer AS portions
       FROM ${ordersViews.allocationLines} a LEFT JOIN pickup_order_lines l ON l.order_line_id = a.order_line_id
       WHERE a.run_id = $1 AND a.version = $2 GROUP BY 1, 2) at_points GROUP BY point`,
    [said.run, version],
  );
  for (const { point, promised: here } of promised) {
    const delivered = leftOf(said, point, deliveredTo(said, movements, point));
    const isServedElsewhere = moves.some(({ from, to }) => to === point && hasCome(said, from));
    if ((isServedElsewhere || allHaveCome(said, point)) && !covers(delivered, here)) throw notCovered(version, point, delivered, here);
  }
}

/** No bus is to come there; where none ever was, none at all. */
function allHaveCome(said: RunSaid, point: string): boolean {
  const stops = said.stops.filter((stop) => !isPassedBy(said, stop));
  const own = stops.filter((stop) => stop.point === point);
  return stops.length > 0 && (own.length ? own : stops).every((stop) => handingOff(said, stop));
}

async function writeOrders(tx: EntityManager, runId: string, version: number): Promise<void> {
  await tx.query(
    `UPDATE pickup_orders o SET version = $2, household_id = a.household_id, pickup_point_id = a.pickup_point_id, fulfilment = a.fulfilment
     FROM (SELECT DISTINCT order_id, household_id, pickup_point_id, fulfilment FROM ${ordersViews.allocationLines}
       WHERE run_id = $1 AND version = $2) a WHERE o.run_id = $1 AND o.order_id = a.order_id`,
    [runId, version],
  );
  const added = await tx.query<{ order_id: string }[]>(
    `SELECT DISTINCT order_id FROM ${ordersViews.allocationLines} a WHERE run_id = $1 AND version = $2
       AND NOT EXISTS (SELECT FROM pickup_orders o WHERE o.order_id = a.order_id)`,
    [runId, version],
  );
  if (!added.length) return;
  const codes = await newCodes(tx, added.length);
  await tx.query(
    `INSERT INTO pickup_orders (order_id, run_id, household_id, pickup_point_id, fulfilment, version, code, token)
     SELECT DISTINCT a.order_id, a.run_id, a.household_id, a.pickup_point_id, a.fulfilment, a.version, c.code, c.token
     FROM ${ordersViews.allocationLines} a JOIN unnest($3::uuid[], $4::text[], $5::text[]) AS c(order_id, code, token) USING (order_id)
     WHERE a.run_id = $1 AND a.version = $2`,
    [runId, version, added.map(({ order_id }) => order_id), codes.map(({ code }) => code), codes.map(({ token }) => token)],
  );
}

/** Lines that the version does not name get nothing (more). */
async function writeLines(tx: EntityManager, runId: string, version: number): Promise<void> {
  await tx.query(
    `INSERT INTO pickup_order_lines (order_line_id, order_id, run_id, bundle, portions, version)
     SELECT order_line_id, order_id, run_id, bundle, portions, version FROM ${ordersViews.allocationLines} WHERE run_id = $1 AND version = $2
     ON CONFLICT (community_id, order_line_id) DO UPDATE SET portions = excluded.portions, version = excluded.version`,
    [runId, version],
  );
  await tx.query('UPDATE pickup_order_lines SET portions = handed_out, version = $2 WHERE run_id = $1 AND version < $2', [runId, version]);
}

const unknownVersion = (run: string, version: number) =>
  new DomainError(
    'conflict',
    'unknown-version',
    { zh: `没有生效的分配第 ${version} 版`, en: `there is no version ${version} of the allocation in effect` },
    { run, version },
  );
const lessThanHandedOut = (version: number, lines: readonly { order_id: string; bundle: string; handed_out: number; portions: number }[]) =>
  new DomainError(
    'conflict',
    'less-than-handed-out',
    {
      zh: `分配第 ${version} 版给 ${lines.length} 行的少于已经领走的，需要重新分配`,
      en: `version ${version} gives ${lines.length} lines less than they have already; it takes another version`,
    },
    {
      version,
      lines: lines.map(({ order_id, bundle, handed_out, portions }) => ({ orderId: order_id, bundle, handedOut: handed_out, portions })),
    },
  );
const notCovered = (version: number, point: string, delivered: Record<string, number>, promised: Record<string, number>) =>
  new DomainError(
    'conflict',
    'not-covered',
    {
      zh: `分配第 ${version} 版多于自提点现有的货，需要重新分配`,
      en: `version ${version} promises more than the pickup point has; it takes another version`,
    },
    { version, point, delivered, promised },
  );
