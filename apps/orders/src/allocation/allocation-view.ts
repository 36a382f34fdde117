import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { allocationAnswer, allocationSummary } from '@jielong/orders-contract/schemas';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { OfRun } from '../orders/order-list.js';
import { runMustExist } from '../supply-runs/run-rows.js';
import { givenInstead, shown } from './shortages.js';

type Instants = 'madeAt' | 'effectiveAt';
interface Times {
  readonly madeAt: Date;
  readonly effectiveAt: Date | null;
}
export type AllocationSummary = Omit<z.output<typeof allocationSummary>, Instants> & Times;
export type AllocationView = Omit<z.output<typeof allocationAnswer>, Instants> & Times;
type Short = AllocationView['short'][number];
interface ShortRow extends Omit<Short, 'room'> {
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
}

const summary = `
  SELECT a.version, a.rule, a.reason, a.made_at AS "madeAt", a.effective_at IS NOT NULL AS effective, a.effective_at AS "effectiveAt",
    a.approved_by AS "approvedBy",
    (SELECT coalesce(sum(portions), 0)::integer FROM allocation_lines l WHERE (l.run_id, l.version) = (a.run_id, a.version)) AS portions,
    (SELECT count(*)::integer FROM allocation_lines l WHERE (l.run_id, l.version) = (a.run_id, a.version) AND l.portions < l.before) AS losers
  FROM allocations a WHERE a.run_id = $1`;

/** All versions of a run's allocation, the newest first. */
export async function listAllocations(tx: EntityManager, runId: string): Promise<{ items: AllocationSummary[]; next: null }> {
  await runMustExist(tx, runId);
  return { items: await tx.query<AllocationSummary[]>(`${summary} ORDER BY a.version DESC`, [runId]), next: null };
}

/** One version, with everybody who gets less than before, and why. */
export async function readAllocation(tx: EntityManager, { runId, points }: OfRun, version: number): Promise<AllocationView> {
  const [row] = await tx.query<AllocationSummary[]>(`${summary} AND a.version = $2`, [runId, version]);
  if (!row) throw noSuchVersion(runId, version);
  const short = await tx.query<ShortRow[]>(
    `SELECT l.order_line_id AS "orderLineId", l.order_id AS "orderId", l.household_id AS "householdId", h.building, h.unit, h.room, l.bundle,
       l.before AS from, l.portions AS to, l.sentence, ${givenInstead} AS instead
     FROM allocation_lines l JOIN orders o ON o.order_id = l.order_id AND o.pickup_point_id = ANY($3)
     LEFT JOIN ${membersViews.households} h ON h.id = l.household_id
     WHERE l.run_id = $1 AND l.version = $2 AND l.portions < l.before ORDER BY l.bundle, h.building, h.unit, h.room, l.order_line_id`,
    [runId, version, points],
  );
  return { ...row, short: short.map(shown) };
}

const noSuchVersion = (runId: string, version: number) =>
  new DomainError(
    'not-found',
    'no-such-version',
    {
      zh: `没有第 ${version} 版分配。用 GET /api/supply-runs/{id}/allocations 查看全部版本。`,
      en: `There is no version ${version} of the allocation. \`GET /api/supply-runs/{id}/allocations\` lists them.`,
    },
    { runId, version },
  );
