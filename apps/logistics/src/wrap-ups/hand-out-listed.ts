import { DomainError } from '@jielong/kernel';
import type { WrapUp } from '@jielong/logistics-contract';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { readSaid } from '../custody/said.rows.js';
import { noteUndelivered } from '../steps/points.rows.js';
import { follow } from '../steps/said.js';
import { givenSql } from './wrap-up.rows.js';

/**
 * The last step of a wrap-up: everybody who is not excepted gets what the version in force gives them, whatever state their point is in. One
 * statement, judged by its sum; done once. Nothing where no wrap-up waits. Call it under the locks of the run and its points.
 */
export async function handOutListed(tx: EntityManager, run: KnownRun): Promise<void> {
  const { wrapUp } = run.said;
  if (!wrapUp || wrapUp.listed || run.said.calledOff) return;
  const { report } = wrapUp;
  await refuseUncovered(tx, run.id, report);
  const [given] = await tx.query<{ households: number }[]>(handOutSql, [
    run.id,
    report.wrapUp,
    report.enteredBy,
    report.reportId,
    report.doneBy,
  ]);
  await tx.query('UPDATE wrap_ups SET handed_out_at = clock_timestamp() WHERE wrap_up_id = $1', [report.wrapUp]);
  await noteUndelivered(
    tx,
    run.id,
    run.said.points.map(({ id }) => id),
    report.enteredBy,
  );
  const after = (await readSaid(tx, [run.id])).map((said) => ({ ...said, ended: run.said.ended }));
  await follow(tx, [run], after, report);
  const details = { wrapUp: report.wrapUp, households: given?.households ?? 0 };
  await audit(tx, { action: 'handOutListed', subjectKind: 'supply-run', subjectId: run.id, details });
}

/** A point may hold less than is promised until the version has followed: then orders makes another one first. */
async function refuseUncovered(tx: EntityManager, run: string, { wrapUp }: WrapUp): Promise<void> {
  const short = await tx.query<{ point: string; bundle: string; portions: number; held: number }[]>(
    `SELECT g.pickup_point_id AS point, g.bundle, sum(g.portions)::integer AS portions, coalesce(max(b.portions), 0) AS held FROM (${givenSql}) g
     LEFT JOIN custody_balances b ON b.run_id = $1 AND b.bundle = g.bundle AND b.place_kind = 'pickup-point' AND b.place_ref = g.pickup_point_id::text
     GROUP BY 1, 2 HAVING sum(g.portions) > coalesce(max(b.portions), 0)`,
    [run, wrapUp],
  );
  if (!short.length) return;
  throw new DomainError(
    'conflict',
    'not-covered',
    {
      zh: '自提点的货少于收尾要发放的，等分配更新后再发放。请核对交接与短少的登记。',
      en: 'A pickup point holds less than the wrap-up would hand out; it waits for the next version. Check the counts of handoffs and losses.',
    },
    { short },
  );
}

const handOutSql = `
  WITH given AS MATERIALIZED (${givenSql}),
    orders AS MATERIALIZED (
      SELECT order_id, pickup_point_id, fulfilment, gen_random_uuid() AS pickup_id, fulfilment IN ('to-door', 'left-at-door') AS is_delivery,
        CASE WHEN order_id = ANY(w.listed) THEN 'listed' ELSE 'assumed' END AS evidence
      FROM (SELECT DISTINCT order_id, pickup_point_id, fulfilment FROM given) g, wrap_ups w WHERE w.wrap_up_id = $2),
    picked_up AS (
      INSERT INTO pickups (pickup_id, run_id, order_id, pickup_point_id, kind, recorded_by, way, outcome)
      SELECT pickup_id, $1, order_id, pickup_point_id, 'state', $3, 'wrap-up', CASE WHEN is_delivery THEN 'delivered' ELSE 'handed-out' END
      FROM orders ORDER BY order_id),
    lines AS (
      INSERT INTO pickup_lines (pickup_id, order_line_id, portions) SELECT pickup_id, order_line_id, portions FROM given JOIN orders USING (order_id)),
    counted AS (
      UPDATE pickup_order_lines l SET handed_out = l.handed_out + given.portions FROM given WHERE l.order_line_id = given.order_line_id),
    delivered AS (
      INSERT INTO deliveries (run_id, order_id, outcome, done_by, entered_by, evidence)
      SELECT $1, order_id, 'delivered', $5, $3, evidence FROM orders WHERE is_delivery ORDER BY order_id),
    moved AS (
      INSERT INTO custody_movements (run_id, bundle, kind, step, from_kind, from_ref, to_kind, portions, report_id, pickup_id, evidence, entered_by)
      SELECT $1, bundle, 'hand-out', 'wrapUp', 'pickup-point', orders.pickup_point_id::text, 'household', sum(portions)::integer, $4, pickup_id,
        evidence, $3
      FROM given JOIN orders USING (order_id) GROUP BY bundle, orders.pickup_point_id, pickup_id, evidence ORDER BY pickup_id, bundle)
  SELECT count(*)::integer AS households FROM orders`;
