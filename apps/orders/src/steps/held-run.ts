import type { LadderRung } from '@jielong/kernel';
import { defaultPolicies, type Policies, type RunStage } from '@jielong/orders-contract';
import { chosenPolicies, type RunEvent, stageAfter } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { noSuchRun } from '../supply-runs/run-rows.js';

/** A run, held until the transaction ends: nobody else writes what follows from it meanwhile. */
export interface HeldRun {
  readonly runId: string;
  readonly stage: RunStage;
  readonly calledOff: boolean;
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  readonly policies: Policies;
  readonly minimumPortions: number;
  readonly tripCap: number;
  /** ISO 8601 by step. */
  readonly dueAt: Readonly<Record<string, string>>;
  /** Who is told when, by step. */
  readonly ladders: Readonly<Record<string, readonly LadderRung[]>>;
  /** The newest version, 0 for none, and the state of goods that it was made for. */
  readonly version: number;
  readonly basis: number;
  /** Orders are collected elsewhere, or otherwise, than the newest version says. */
  readonly placesChanged: boolean;
}

const select = `
  SELECT run_id AS "runId", stage, called_off_at IS NOT NULL AS "calledOff", compound, compound_name AS "compoundName", service_date::text AS "serviceDate", policies,
    minimum_portions AS "minimumPortions", trip_cap AS "tripCap", due_at AS "dueAt", ladders, allocation_version AS version,
    allocation_basis::float8 AS basis, places_changed AS "placesChanged"
  FROM supply_runs`;

/** Holds runs, always in the same order. Everything that a step writes is written under them. */
export async function holdRuns(tx: EntityManager, runIds: readonly string[]): Promise<HeldRun[]> {
  const runs = await tx.query<HeldRun[]>(`${select} WHERE run_id = ANY($1) ORDER BY run_id FOR UPDATE`, [runIds]);
  const missing = runIds.find((runId) => !runs.some((run) => run.runId === runId));
  if (missing !== undefined) throw noSuchRun(missing);
  return runs.map((run) => ({ ...run, policies: chosenPolicies(defaultPolicies, run.policies) }));
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
