import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { householdMergeAnswer, householdMergeBody } from '@jielong/orders-contract/schemas';
import { isLocked } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { noSuchHousehold } from '../orders/household-rows.js';
import { lockRun } from '../supply-runs/run-rows.js';
import { followMerges } from './follow-merges.js';
import { type MergedOrder, mergedOrders } from './merged-orders.rows.js';

export type FollowMerge = z.output<typeof householdMergeBody>;
export type MergeFollowed = z.output<typeof householdMergeAnswer>;

/** Runs that are not locked yet follow a merge at once, instead of when somebody orders next. Said again, it changes nothing and answers the same. */
export async function followMerge(tx: EntityManager, { household }: FollowMerge): Promise<MergeFollowed> {
  const into = await mergedInto(tx, household);
  for (const runId of await heldRuns(tx, into)) await followMerges(tx, runId);
  const orders: MergeFollowed['orders'] = [];
  for (const { runId } of await tx.query<{ runId: string }[]>(runsWithOrder, [into]))
    orders.push(...(await mergedOrders(tx, runId, into)).map((one) => shown(runId, one)));
  return { household, into, orders, staying: await tx.query<MergeFollowed['staying']>(lockedOrders, [into]) };
}

/** All runs are held before orders of any are: a run that joins another one holds itself, and then waits for the orders of the other. */
async function heldRuns(tx: EntityManager, into: string): Promise<string[]> {
  const held: string[] = [];
  for (const { runId } of await tx.query<{ runId: string }[]>(openRuns, [into])) {
    const { stage } = await lockRun(tx, runId, 'SHARE');
    if (!isLocked(stage)) held.push(runId); // else locked while we waited, and it has followed by itself
  }
  return held;
}

async function mergedInto(tx: EntityManager, household: string): Promise<string> {
  const [row] = await tx.query<{ into: string | null }[]>(`SELECT merged_into AS into FROM ${membersViews.households} WHERE id = $1`, [
    household,
  ]);
  if (!row) throw noSuchHousehold([household]);
  if (row.into === null) throw notMerged(household);
  return row.into;
}

const shown = (runId: string, { orderId, items, joined, questions }: MergedOrder): MergeFollowed['orders'][number] => ({
  runId,
  orderId,
  items,
  joined: [...joined],
  questions: questions.map((question) => ({ ...question })),
});

/** A household has one open order a run: each is looked for by run and household, instead of reading all that anybody has ordered. */
const ofMerged = `FROM ${membersViews.households} h CROSS JOIN supply_runs r CROSS JOIN LATERAL (
    SELECT order_id, first_seen_at FROM orders WHERE run_id = r.run_id AND for_household = h.id AND state = 'open' LIMIT 1) o
  WHERE h.merged_into = $1`;
const openRuns = `SELECT DISTINCT r.run_id AS "runId" ${ofMerged} AND r.stage IN ('ordering', 'confirming') ORDER BY 1`;
const runsWithOrder = `
  SELECT o.run_id AS "runId" FROM orders o JOIN supply_runs r ON r.run_id = o.run_id WHERE o.for_household = $1 AND o.state = 'open'
    AND r.stage IN ('ordering', 'confirming', 'purchasing', 'distributing') ORDER BY r.service_date, o.run_id`;
const lockedOrders = `SELECT r.run_id AS "runId", o.order_id AS "orderId" ${ofMerged} AND r.stage IN ('purchasing', 'distributing')
  ORDER BY o.first_seen_at, o.order_id`;

const notMerged = (household: string) =>
  new DomainError(
    'conflict',
    'not-merged',
    {
      zh: '这一户没有并入别的户。请先合并：POST /api/households/{户}/merge。',
      en: 'This household was not merged into another one. Merge it first: POST /api/households/{id}/merge.',
    },
    { household },
  );
