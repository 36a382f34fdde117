import { purchaseId, supplyRunId } from '@jielong/orders-contract';
import type { runDetailAnswer } from '@jielong/orders-contract/schemas';
import { isOver, stageWords } from '@jielong/orders-domain';
import { stepKey } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { mergedOrders } from '../merges/merged-orders.rows.js';
import { noSuchRun } from './run-rows.js';

type Answer = z.output<typeof runDetailAnswer>;
type Instants = 'cutOffAt' | 'openedAt' | 'lockedAt' | 'closedAt' | 'asOf';
/** A run as it is read: dates become ISO 8601 on their way out. */
export type RunDetail = Omit<Answer, Instants> & {
  readonly cutOffAt: Date;
  readonly openedAt: Date;
  readonly lockedAt: Date | null;
  readonly closedAt: Date | null;
  readonly asOf: Date;
};
type Row = Omit<
  RunDetail,
  'workflowId' | 'chain' | 'bundles' | 'pickupPoints' | 'purchases' | 'waitingFor' | 'mergeQuestions' | 'portions' | 'moneyFen'
>;

/** A run with everything that people ask of it, as of the database's clock. */
export async function readRun(tx: EntityManager, runId: string): Promise<RunDetail> {
  const [row] = await tx.query<Row[]>(run, [runId]);
  if (!row) throw noSuchRun(runId);
  const bundles = await tx.query<Answer['bundles']>(bundlesOf, [runId]);
  const pickupPoints = await tx.query<Answer['pickupPoints']>(pointsOf, [runId]);
  const purchases = await tx.query<Answer['purchases']>(purchasesOf, [runId]);
  const processes = [supplyRunId(runId), ...purchases.map(({ id }) => purchaseId(id))];
  const pending = await tx.query<{ step: string; at: string | null }[]>(pendingOf, [processes]);
  return {
    ...row,
    workflowId: supplyRunId(runId),
    chain: stageWords(row.stage),
    bundles,
    portions: bundles.reduce((sum, { ordered }) => sum + ordered, 0),
    moneyFen: bundles.reduce((sum, { ordered, priceFen }) => sum + ordered * priceFen, 0),
    pickupPoints,
    purchases,
    waitingFor: pending.map(({ step, at }) => stepKey(step, at)),
    mergeQuestions: isOver(row.stage) ? [] : await mergeQuestionsOf(tx, runId),
  };
}

async function mergeQuestionsOf(tx: EntityManager, runId: string): Promise<Answer['mergeQuestions']> {
  const asked = (await mergedOrders(tx, runId)).filter(({ questions }) => questions.length > 0);
  return asked.map(({ orderId, household, questions }) => ({ orderId, household, questions: [...questions] }));
}

const run = `
  SELECT run_id AS id, compound, compound_name AS "compoundName", service_date::text AS "serviceDate", cut_off_at AS "cutOffAt", stage,
    minimum_portions AS "minimumPortions", trip_cap AS "tripCap", policies, due_at AS "dueAt", opened_by AS "openedBy",
    opened_at AS "openedAt", locked_at AS "lockedAt", closed_at AS "closedAt", clock_timestamp() AS "asOf",
    (SELECT count(*)::integer FROM orders o WHERE o.run_id = r.run_id AND o.state = 'open') AS households,
    coalesce((SELECT jsonb_build_object('version', a.version, 'effective', a.effective_at IS NOT NULL, 'short',
        (SELECT count(*) FROM allocation_lines l JOIN order_lines o ON o.order_line_id = l.order_line_id
          WHERE l.run_id = a.run_id AND l.version = a.version AND l.portions < o.portions))
      FROM allocations a WHERE a.run_id = r.run_id ORDER BY a.version DESC LIMIT 1),
      '{"version": 0, "effective": false, "short": 0}') AS allocation
  FROM supply_runs r WHERE run_id = $1`;
const bundlesOf = `
  SELECT bundle AS code, name, unit, spec, supplier, price_fen::float8 AS "priceFen", limit_per_household AS "limitPerHousehold", cap,
    ordered, cap - ordered AS left, substitute FROM run_bundles WHERE run_id = $1 AND NOT only_substitute ORDER BY bundle`;
const pointsOf = `SELECT pickup_point_id AS id, gate, name FROM run_pickup_points WHERE run_id = $1 ORDER BY gate, name, id`;
const purchasesOf = `
  SELECT purchase_id AS id, state, supplier, receipt_number AS receipt FROM purchases JOIN purchase_runs USING (community_id, purchase_id)
  WHERE run_id = $1 AND state <> 'given-way' ORDER BY supplier, purchase_id`;
const pendingOf = 'SELECT step, at FROM pending_steps WHERE process_id = ANY($1) ORDER BY due_at, step, at';
