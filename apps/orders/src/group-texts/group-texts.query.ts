import { fen } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { GroupRun, ShortLine, Unpaid } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { newestVersion } from '../allocation/versions.rows.js';
import { mergedHouseholds } from '../merges/same-household.rows.js';
import type { OfRun } from '../orders/order-list.js';
import { noSuchRun } from '../supply-runs/run-rows.js';

export async function groupRun(tx: EntityManager, runId: string): Promise<GroupRun> {
  const [run] = await tx.query<GroupRun[]>(
    'SELECT compound_name AS "compoundName", service_date::text AS "serviceDate" FROM supply_runs WHERE run_id = $1',
    [runId],
  );
  if (!run) throw noSuchRun(runId);
  return run;
}

/** Households that owe something of this run, as far as they have no credit of another. */
export async function unpaidOf(tx: EntityManager, runId: string): Promise<Unpaid[]> {
  const rows = await tx.query<(Omit<Unpaid, 'owedFen'> & { owedFen: number })[]>(
    `WITH merged AS MATERIALIZED ${mergedHouseholds}, owed AS (
       SELECT coalesce(m."into", a.holder) AS holder, sum(a.delta) AS of_run FROM postings CROSS JOIN LATERAL
         (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS a(kind, holder, delta)
       LEFT JOIN merged m ON m.id = a.holder
       WHERE run_id = $1 AND a.kind = 'household' GROUP BY 1)
     SELECT h.building, h.unit, h.room, least(owed.of_run, b.in_all)::float8 AS "owedFen"
     FROM owed JOIN ${membersViews.households} h ON h.id::text = owed.holder CROSS JOIN LATERAL (
       SELECT sum(balance_fen) AS in_all FROM account_balances
       WHERE kind = 'household' AND holder = ANY (ARRAY(SELECT id FROM merged WHERE "into" = owed.holder) || owed.holder)) b
     WHERE least(owed.of_run, b.in_all) > 0`,
    [runId],
  );
  return rows.map((row) => ({ ...row, owedFen: fen(row.owedFen) }));
}

/** Lines that get less than was ordered; undefined before anything is divided for good. */
export async function shortOf(tx: EntityManager, { runId, points }: OfRun): Promise<ShortLine[] | undefined> {
  const { version, effective } = await newestVersion(tx, runId);
  if (version === 0 || (version === 1 && !effective)) return undefined;
  return tx.query<ShortLine[]>(
    `SELECT h.building, h.unit, h.room, b.name, b.unit AS "unitOfBundle", l.portions AS ordered, coalesce(l.allocated, 0) AS allocated,
       CASE WHEN s.allocated > 0 THEN jsonb_build_object('name', sb.name, 'unit', sb.unit, 'portions', s.allocated) END AS instead
     FROM order_lines l JOIN orders o ON o.order_id = l.order_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     LEFT JOIN order_lines s ON s.in_place_of = l.order_line_id
     LEFT JOIN run_bundles sb ON sb.run_id = s.run_id AND sb.bundle = s.bundle
     JOIN ${membersViews.households} h ON h.id = o.for_household WHERE l.run_id = $1 AND l.state IN ('short', 'substituted')
       AND o.pickup_point_id = ANY ($2) ORDER BY b.bundle, l.order_line_id`,
    [runId, points],
  );
}
