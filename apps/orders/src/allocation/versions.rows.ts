import type { Share } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { HeldRun } from '../steps/held-run.js';
import type { ClaimRow } from './claims.rows.js';

export interface Version {
  readonly version: number;
  readonly effective: boolean;
}
export interface NewVersion {
  readonly version: number;
  readonly basis: number;
  readonly reason: 'bought' | 'goods-changed' | 'places-changed' | 'called-off';
  readonly claims: readonly ClaimRow[];
  readonly shares: readonly Share[];
}

/** The newest version; 0 where there is none. */
export async function newestVersion(tx: EntityManager, runId: string): Promise<Version> {
  const [row] = await tx.query<Version[]>(
    'SELECT version, effective_at IS NOT NULL AS effective FROM allocations WHERE run_id = $1 ORDER BY version DESC LIMIT 1',
    [runId],
  );
  return row ?? { version: 0, effective: false };
}

/** Whether a version says the same as these shares. */
export async function saysTheSame(tx: EntityManager, runId: string, version: number, shares: readonly Share[]): Promise<boolean> {
  const lines = await tx.query<{ orderLineId: string; portions: number }[]>(
    'SELECT order_line_id AS "orderLineId", portions FROM allocation_lines WHERE run_id = $1 AND version = $2',
    [runId, version],
  );
  const portions = new Map(lines.map((line) => [line.orderLineId, line.portions]));
  return lines.length === shares.length && shares.every((share) => portions.get(share.orderLineId) === share.portions);
}

/** Whether the newest version gives somebody less than they have in their hands already. */
export async function givesLessThan(
  tx: EntityManager,
  { runId, version }: Pick<HeldRun, 'runId' | 'version'>,
  handedOut: ReadonlyMap<string, number>,
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT FROM allocation_lines l JOIN jsonb_each_text($3) h ON h.key = l.order_line_id::text
     WHERE l.run_id = $1 AND l.version = $2 AND l.portions < h.value::integer LIMIT 1`,
    [runId, version, JSON.stringify(Object.fromEntries(handedOut))],
  );
  return rows.length > 0;
}

/** Whether the newest version promises anybody more than they have in their hands, or there is none yet. */
export async function promisesMoreThan(
  tx: EntityManager,
  { runId, version }: Pick<HeldRun, 'runId' | 'version'>,
  handedOut: ReadonlyMap<string, number>,
): Promise<boolean> {
  if (version === 0) return true;
  const rows = await tx.query<unknown[]>(
    `SELECT FROM allocation_lines l LEFT JOIN jsonb_each_text($3) h ON h.key = l.order_line_id::text
     WHERE l.run_id = $1 AND l.version = $2 AND l.portions > coalesce(h.value::integer, 0) LIMIT 1`,
    [runId, version, JSON.stringify(Object.fromEntries(handedOut))],
  );
  return rows.length > 0;
}

/** A new version with all its lines, also those that get nothing. */
export async function writeVersion(tx: EntityManager, { runId, policies }: HeldRun, made: NewVersion): Promise<void> {
  const claims = new Map(made.claims.map((claim) => [claim.orderLineId, claim]));
  const lines = made.shares.map((share) => ({ ...claims.get(share.orderLineId), ...share }));
  await tx.query('INSERT INTO allocations (run_id, version, basis, rule, reason) VALUES ($1, $2, $3, $4, $5)', [
    runId,
    made.version,
    made.basis,
    policies.allocation,
    made.reason,
  ]);
  await tx.query(
    `INSERT INTO allocation_lines (run_id, version, order_line_id, order_id, household_id, pickup_point_id, fulfilment, bundle, portions, before, sentence)
     SELECT $1, $2, "orderLineId", "orderId", "householdId", point, fulfilment, bundle, portions, before, nullif(sentence, 'null')
     FROM jsonb_to_recordset($3) AS l("orderLineId" uuid, "orderId" uuid, "householdId" uuid, point uuid, fulfilment text, bundle text,
       portions integer, before integer, sentence jsonb)`,
    [runId, made.version, JSON.stringify(lines)],
  );
  await tx.query('UPDATE supply_runs SET allocation_version = $2 WHERE run_id = $1', [runId, made.version]);
}

/** For which state of the goods, and for the places of now, the newest version stands. */
export const standsFor = async (tx: EntityManager, runId: string, basis: number): Promise<void> => {
  await tx.query('UPDATE supply_runs SET allocation_basis = $2, places_changed = false WHERE run_id = $1', [runId, basis]);
};
