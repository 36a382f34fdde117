import type { Policies, RunStage } from '@jielong/orders-contract';
import { type RunEvent, stageAfter } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { noSuchRun } from '../supply-runs/run-rows.js';

/** A run, held until the transaction ends: nobody else writes what follows from it meanwhile. */
export interface HeldRun {
  readonly runId: string;
  readonly stage: RunStage;
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  readonly policies: Policies;
  readonly minimumPortions: number;
  readonly tripCap: number;
  /** ISO 8601 by step. */
  readonly dueAt: Readonly<Record<string, string>>;
  /** The newest version, 0 for none, and the state of goods that it was made for. */
  readonly version: number;
  readonly basis: number;
}

const select = `
  SELECT run_id AS "runId", stage, compound, compound_name AS "compoundName", service_date::text AS "serviceDate", policies,
    minimum_portions AS "minimumPortions", trip_cap AS "tripCap", due_at AS "dueAt", allocation_version AS version,
    allocation_basis::float8 AS basis
  FROM supply_runs`;

/** Holds runs, always in the same order. Everything that a step writes is written under them. */
export async function holdRuns(tx: EntityManager, runIds: readonly string[]): Promise<HeldRun[]> {
  const runs = await tx.query<HeldRun[]>(`${select} WHERE run_id = ANY($1) ORDER BY run_id FOR UPDATE`, [runIds]);
  const missing = runIds.find((runId) => !runs.some((run) => run.runId === runId));
  if (missing !== undefined) throw noSuchRun(missing);
  return runs;
}

/** Holds one run. */
export async function holdRun(tx: EntityManager, runId: string): Promise<HeldRun> {
  const [run] = await holdRuns(tx, [runId]);
  if (!run) throw noSuchRun(runId);
  return run;
}

/** Moves a run on to where an event leads; nowhere if it leads nowhere. */
export async function moveOn(tx: EntityManager, { runId, stage }: HeldRun, event: RunEvent): Promise<void> {
  await tx.query('UPDATE supply_runs SET stage = $2 WHERE run_id = $1 AND stage <> $2', [runId, stageAfter(stage, event)]);
}
