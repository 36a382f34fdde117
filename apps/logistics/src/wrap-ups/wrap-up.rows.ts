import { DomainError } from '@jielong/kernel';
import type { WrapUp } from '@jielong/logistics-contract';
import type { WrapUpException, WrapUpReading } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';

/** What was read, with what it leaves out. Gives its id. */
export async function storeWrapUp(tx: EntityManager, run: string, { exceptions, listed }: WrapUpReading): Promise<string> {
  const [stored] = await tx.query<{ id: string }[]>(
    'INSERT INTO wrap_ups (wrap_up_id, run_id, listed) VALUES (gen_random_uuid(), $1, $2) RETURNING wrap_up_id AS id',
    [run, listed],
  );
  if (!stored) throw new Error('a wrap-up without an id');
  await tx.query(
    `INSERT INTO wrap_up_exceptions (wrap_up_id, order_id, bundle, portions)
     SELECT $1, order_id, bundle, portions FROM jsonb_to_recordset($2) AS e(order_id uuid, bundle text, portions integer)`,
    [stored.id, JSON.stringify(exceptions.map(rowOf))],
  );
  return stored.id;
}

const rowOf = ({ orderId, bundle, portions }: WrapUpException) => ({ order_id: orderId, bundle: bundle ?? '', portions });

/**
 * What each order line still gets by the version in force, less the exceptions of the wrap-up `$2`; lines that get nothing are left out.
 * Where an order has several lines of a bundle, an exception takes from the first ones.
 */
export const givenSql = `
  SELECT line.order_id, line.pickup_point_id, line.fulfilment, line.order_line_id, line.bundle, line.left_over - line.excepted AS portions
  FROM (SELECT o.order_id, o.pickup_point_id, o.fulfilment, l.order_line_id, l.bundle, l.portions - l.handed_out AS left_over,
      CASE WHEN x.order_id IS NULL THEN 0 WHEN x.bundle = '' THEN l.portions - l.handed_out
        ELSE least(l.portions - l.handed_out, greatest(0, x.portions - coalesce(sum(l.portions - l.handed_out) OVER before_it, 0)::integer)) END
        AS excepted
    FROM pickup_orders o JOIN pickup_order_lines l ON l.order_id = o.order_id
    LEFT JOIN wrap_up_exceptions x ON x.wrap_up_id = $2 AND x.order_id = o.order_id AND x.bundle IN ('', l.bundle)
    WHERE o.run_id = $1
    WINDOW before_it AS (PARTITION BY l.order_id, l.bundle ORDER BY l.order_line_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) line
  WHERE line.left_over > line.excepted`;

/** Orders and portions that would be handed out. */
export async function outlookOfWrapUp(tx: EntityManager, run: string, wrapUp: string): Promise<{ households: number; portions: number }> {
  const [row] = await tx.query<{ households: number; portions: number }[]>(
    `SELECT count(DISTINCT order_id)::integer AS households, coalesce(sum(portions), 0)::integer AS portions FROM (${givenSql}) given`,
    [run, wrapUp],
  );
  return row ?? { households: 0, portions: 0 };
}

/** Only what was read and stored of this very run can be reported. */
export async function refuseUnknownWrapUp(tx: EntityManager, { wrapUp }: WrapUp, runs: readonly KnownRun[]): Promise<void> {
  const rows = await tx.query<unknown[]>('SELECT FROM wrap_ups WHERE wrap_up_id = $1 AND run_id = ANY($2)', [
    wrapUp,
    runs.map(({ id }) => id),
  ]);
  if (rows.length) return;
  throw new DomainError(
    'invalid',
    'no-such-wrap-up',
    {
      zh: '本批次没有这份收尾。请先提交纸面内容（wrap-ups），再用得到的编号登记。',
      en: 'The run has no such wrap-up. Send what the paper says first (`wrap-ups`), then report the id that you get.',
    },
    { wrapUp },
  );
}
