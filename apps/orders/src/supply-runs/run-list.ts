import { supplyRunId, type RunStage } from '@jielong/orders-contract';
import type { runsQuery } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

export interface RunSummary {
  readonly id: string;
  readonly workflowId: string;
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  readonly cutOffAt: Date;
  readonly stage: RunStage;
  readonly portions: number;
  readonly households: number;
}
const keySchema = z.tuple([z.iso.date(), z.uuid()]);

/** The newest service date first. */
export async function listRuns(tx: EntityManager, query: z.output<typeof runsQuery>): Promise<Page<RunSummary>> {
  const [date, id] = decodeCursor(query.after, keySchema) ?? [null, null];
  const rows = await tx.query<Omit<RunSummary, 'workflowId'>[]>(
    `SELECT run_id AS id, compound, compound_name AS "compoundName", service_date::text AS "serviceDate", cut_off_at AS "cutOffAt", stage,
       (SELECT coalesce(sum(ordered), 0)::integer FROM run_bundles b WHERE b.run_id = r.run_id) AS portions,
       (SELECT count(*)::integer FROM orders o WHERE o.run_id = r.run_id AND o.state = 'open') AS households
     FROM supply_runs r WHERE ($1::text IS NULL OR stage = $1) AND ($2::text IS NULL OR compound = $2)
       AND ($3::date IS NULL OR (service_date, run_id) < ($3::date, $4::uuid))
     ORDER BY service_date DESC, run_id DESC LIMIT $5`,
    [query.stage ?? null, query.compound ?? null, date, id, query.limit + 1],
  );
  return pageOf(
    rows,
    query.limit,
    (row) => [row.serviceDate, row.id],
    (row) => ({ ...row, workflowId: supplyRunId(row.id) }),
  );
}
