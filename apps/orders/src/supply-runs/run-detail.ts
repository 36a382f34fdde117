import { type RunStage, supplyRunId } from '@jielong/orders-contract';
import type { runDetailAnswer } from '@jielong/orders-contract/schemas';
import { stageWords } from '@jielong/orders-domain';
import { stepKey } from '@jielong/kernel';
import { listPendingSteps } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
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
type Row = Omit<RunDetail, 'workflowId' | 'chain' | 'bundles' | 'pickupPoints' | 'purchases' | 'waitingFor' | 'portions' | 'moneyFen'>;

/** A run with everything that people ask of it, as of the database's clock. */
export async function readRun(tx: EntityManager, runId: string): Promise<RunDetail> {
  const [row] = await tx.query<Row[]>(run, [runId]);
  if (!row) throw noSuchRun(runId);
  const bundles = await tx.query<Answer['bundles']>(bundlesOf, [runId]);
  const pickupPoints = await tx.query<Answer['pickupPoints']>(pointsOf, [runId]);
  const { items: pending } = await listPendingSteps(tx, { processId: supplyRunId(runId), limit: 50 });
  return {
    ...row,
    workflowId: supplyRunId(runId),
    chain: stageWords(row.stage as RunStage),
    bundles,
    portions: bundles.reduce((sum, { ordered }) => sum + ordered, 0),
    moneyFen: bundles.reduce((sum, { ordered, priceFen }) => sum + ordered * priceFen, 0),
    pickupPoints,
    purchases: [],
    waitingFor: pending.map(({ step, at }) => stepKey(step, at)),
  };
}

const run = `
  SELECT run_id AS id, compound, compound_name AS "compoundName", service_date::text AS "serviceDate", cut_off_at AS "cutOffAt", stage,
    minimum_portions AS "minimumPortions", trip_cap AS "tripCap", policies, due_at AS "dueAt", opened_by AS "openedBy",
    opened_at AS "openedAt", locked_at AS "lockedAt", closed_at AS "closedAt", clock_timestamp() AS "asOf",
    (SELECT count(*)::integer FROM orders o WHERE o.run_id = r.run_id AND o.state = 'open') AS households,
    jsonb_build_object('version', allocation_version, 'effective', allocation_version > 0, 'short',
      (SELECT count(*) FROM order_lines l WHERE l.run_id = r.run_id AND l.allocated < l.portions)) AS allocation
  FROM supply_runs r WHERE run_id = $1`;
const bundlesOf = `
  SELECT bundle AS code, name, unit, spec, supplier, price_fen::float8 AS "priceFen", limit_per_household AS "limitPerHousehold", cap,
    ordered, cap - ordered AS left FROM run_bundles WHERE run_id = $1 ORDER BY bundle`;
const pointsOf = `SELECT pickup_point_id AS id, gate, name FROM run_pickup_points WHERE run_id = $1 ORDER BY gate, name, id`;
