import type { RunStage } from '@jielong/orders-contract';
import { isLocked, type JoinedOrder, joinOrders, type MergingOrder } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type OrderLine, linesOf, reshape } from '../orders/order-lines.rows.js';
import { cancelOrders } from '../orders/order-rows.js';
import { wishesOf, writeWishes } from '../orders/substitutes.rows.js';
import { lockBundles } from '../supply-runs/run-rows.js';
import { chainsFollow, followChains } from './chains-follow.rows.js';
import { hasMerged, mergingOrders, writeJoined } from './merging-orders.rows.js';

/**
 * Open orders of households that were merged become those of the households that they are now, one a household; the run is held and not locked yet.
 * Everybody who writes orders of a run does this first, so that a merge needs nobody to tell of it.
 */
export async function followMerges(tx: EntityManager, runId: string): Promise<readonly JoinedOrder[]> {
  if (!(await hasMerged(tx, runId))) return [];
  const bundles = await lockBundles(tx, runId); // from here on nobody else writes orders of this run
  const orders = await mergingOrders(tx, runId);
  const joined = joinOrders(orders, bundles);
  for (const one of joined) await follow(tx, runId, one, orders);
  return joined;
}

/** What is seen of a run once it has followed, as its next commit will find it. Nothing of that is kept. */
export async function asIfFollowed<Seen>(tx: EntityManager, runId: string, stage: RunStage, look: () => Promise<Seen>): Promise<Seen> {
  if (isLocked(stage)) return look();
  await tx.query('SAVEPOINT followed');
  try {
    await followMerges(tx, runId);
    await followChains(tx, runId);
    return await look();
  } finally {
    await tx.query('ROLLBACK TO SAVEPOINT followed');
  }
}

async function follow(tx: EntityManager, runId: string, kept: JoinedOrder, orders: readonly MergingOrder[]): Promise<void> {
  const all = [kept.orderId, ...kept.joined];
  const [lines, wishes] = [await linesOf(tx, all), await wishesOf(tx, all)];
  await reshape(tx, runId, lines, [added(kept, lines), ...kept.joined.map((orderId) => ({ orderId, items: {}, coming: () => [] }))]);
  await writeWishes(tx, kept.orderId, wishes);
  await cancelOrders(tx, kept.joined, 'merged');
  await writeJoined(tx, kept);
  const merged = new Set(orders.filter(({ household }) => household === kept.household).map(({ forHousehold }) => forHousehold));
  merged.delete(kept.household);
  for (const from of merged) await chainsFollow(tx, runId, { from, to: kept.household });
  const details = { runId, household: kept.household, joined: kept.joined, questions: kept.questions };
  await audit(tx, { action: 'followMerge', subjectKind: 'order', subjectId: kept.orderId, details });
}

/** What is added keeps its times: a merge costs nobody their place. */
const added = ({ orderId, items, joined }: JoinedOrder, lines: readonly OrderLine[]) => ({
  orderId,
  items,
  coming: (bundle: string) =>
    lines
      .filter((line) => line.bundle === bundle && line.state === 'open' && joined.includes(line.orderId))
      .flatMap(({ increments }) => increments),
});
