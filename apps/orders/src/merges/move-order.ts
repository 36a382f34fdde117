import { type Actor, DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { moveOrderBody } from '@jielong/orders-contract/schemas';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdOrder } from '../orders/change-order.js';
import { householdsOf, idNow } from '../orders/household-rows.js';
import { type OrderView, readOrder } from '../orders/order-list.js';
import { alreadyOrdered } from '../orders/place-order.js';
import { chainsFollow } from './chains-follow.rows.js';
import { noteMove } from './merging-orders.rows.js';

export type MoveOrder = z.output<typeof moveOrderBody>;

/**
 * An open order is another household's of the same room from now on. Portions and their times stay, and so do a payer other than the household, the
 * way of collecting and who else may collect: a person moves it, and changes what is not meant.
 */
export async function moveOrder(tx: EntityManager, orderId: string, { household, reason }: MoveOrder, actor: Actor): Promise<OrderView> {
  const { order } = await holdOrder(tx, orderId, actor);
  const [from, to] = [order.forHousehold, idNow(await householdsOf(tx, [household]), household)];
  if (from === to) return readOrder(tx, orderId);
  await checkSameRoom(tx, from, to);
  await checkFree(tx, order.runId, to);
  const paidBy = order.paidBy === from ? to : order.paidBy;
  await tx.query('UPDATE orders SET for_household = $2, paid_by = $3, may_collect = array_remove(may_collect, $2) WHERE order_id = $1', [
    orderId,
    to,
    paidBy,
  ]);
  await noteMove(tx, orderId, { from, to, reason });
  await chainsFollow(tx, order.runId, { from, to });
  await audit(tx, { action: 'moveOrder', subjectKind: 'order', subjectId: orderId, details: { from, to } });
  return readOrder(tx, orderId);
}

/** In another room an entry of a chain would be read as that of the room that it names, and be ordered twice. */
async function checkSameRoom(tx: EntityManager, from: string, to: string): Promise<void> {
  const same = await tx.query<unknown[]>(
    `SELECT FROM ${membersViews.households} a JOIN ${membersViews.households} b
       ON (a.compound, a.building, a.unit, a.room) IS NOT DISTINCT FROM (b.compound, b.building, b.unit, b.room)
     WHERE a.id = $1 AND b.id = $2`,
    [from, to],
  );
  if (same.length === 0) throw otherRoom();
}

async function checkFree(tx: EntityManager, runId: string, household: string): Promise<void> {
  const own = await tx.query<unknown[]>(`SELECT FROM orders WHERE run_id = $1 AND for_household = $2 AND state = 'open'`, [
    runId,
    household,
  ]);
  if (own.length > 0) throw await alreadyOrdered(tx, runId, household);
}

const otherRoom = () =>
  new DomainError('invalid', 'other-room', {
    zh: '订单只能改给同一房号的另一户。要给别的房号，请退单后另下。',
    en: 'An order can be moved to another household of its room alone. For another room, cancel it and place a new one.',
  });
