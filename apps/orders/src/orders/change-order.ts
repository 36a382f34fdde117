import { type Actor, DomainError } from '@jielong/kernel';
import type { cancelOrderBody, changeOrderBody } from '@jielong/orders-contract/schemas';
import {
  checkDemand,
  checkOffered,
  checkOrdering,
  checkSubstitutes,
  differenceOf,
  type Items,
  type SubstituteWishes,
  wanted,
} from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { followMerges } from '../merges/follow-merges.js';
import { countOrdered, lockBundles, type LockedRun, lockRun, readBundles } from '../supply-runs/run-rows.js';
import { orders as sealedOrders } from '../sealed.js';
import { checkNamedByLink, checkOthersMoney, unseenStays } from './by-own-link.js';
import { householdsOf, idNow } from './household-rows.js';
import { itemsOf, linesOf, type OrderLine, reshape } from './order-lines.rows.js';
import { type OrderView, readOrder } from './order-list.js';
import { cancelOrders, checkPickupPoint, type LockedOrder, lockOrder, runOf } from './order-rows.js';
import { doorOf } from './place-order.js';
import { writeWishes } from './substitutes.rows.js';

export type ChangeOrder = z.output<typeof changeOrderBody>;
export type CancelOrder = z.output<typeof cancelOrderBody>;

interface Held {
  readonly run: LockedRun;
  readonly order: LockedOrder;
  readonly lines: readonly OrderLine[];
}

/** Changes an open order. Bundles that are not named stay; an order of which nothing is left is cancelled. */
export async function changeOrder(tx: EntityManager, orderId: string, asked: ChangeOrder, actor: Actor): Promise<OrderView> {
  checkNamedByLink(asked, actor);
  const held = await holdOrder(tx, orderId, actor);
  const body = await unseenStays(tx, held.order, asked, actor);
  await checkOthersMoney(tx, held.order, { ...body, difference: differenceIn(held, body.items) }, actor);
  if (body.items) await changeItems(tx, held, body.items);
  if (body.substitutes) await changeSubstitutes(tx, held, body.substitutes);
  await changeWishes(tx, held.order, body);
  await audit(tx, {
    action: 'changeOrder',
    subjectKind: 'order',
    subjectId: orderId,
    details: { ...body, remark: body.remark === undefined ? undefined : 'changed' },
  });
  return readOrder(tx, orderId);
}

/** Cancels an open order; what it held is free for others. Cancelling again changes nothing. */
export async function cancelOrder(tx: EntityManager, orderId: string, { reason }: CancelOrder, actor: Actor): Promise<OrderView> {
  const held = await holdOrder(tx, orderId, actor, ['open', 'cancelled']);
  if (held.order.state === 'cancelled') return readOrder(tx, orderId);
  await rewrite(tx, held, {}, reason ?? null);
  await audit(tx, { action: 'cancelOrder', subjectKind: 'order', subjectId: orderId, details: { runId: held.order.runId } });
  return readOrder(tx, orderId);
}

/** An order that may be changed still, with its run and its lines; all orders of the run are held with it. */
export async function holdOrder(tx: EntityManager, orderId: string, actor: Actor, states: readonly string[] = ['open']): Promise<Held> {
  const runId = await runOf(tx, orderId);
  const run = await lockRun(tx, runId, 'SHARE');
  checkOrdering(run, doorOf(actor, run));
  await followMerges(tx, runId);
  await lockBundles(tx, runId);
  const order = await lockOrder(tx, orderId);
  if (order.joinedOrder !== null) throw isJoined(order.joinedOrder);
  if (!states.includes(order.state)) throw isCancelled(orderId);
  return { run, order, lines: await linesOf(tx, [orderId]) };
}

const afterwards = ({ lines }: Held, named: Items): Items => wanted({ ...itemsOf(lines), ...named });
const differenceIn = (held: Held, named: Items = {}): Items => differenceOf(itemsOf(held.lines), afterwards(held, named));

async function changeItems(tx: EntityManager, held: Held, named: Items): Promise<void> {
  checkOffered(named, held.run.open);
  const after = afterwards(held, named);
  checkDemand(itemsOf(held.lines), after, await lockBundles(tx, held.order.runId));
  await rewrite(tx, held, after, 'nothing left');
}

async function changeSubstitutes(tx: EntityManager, { order, run }: Held, wishes: SubstituteWishes): Promise<void> {
  checkOffered(wishes, run.open);
  checkSubstitutes(wishes, itemsOf(await linesOf(tx, [order.orderId])), await readBundles(tx, order.runId));
  await writeWishes(tx, order.orderId, wishes);
}

async function rewrite(tx: EntityManager, { run, order, lines }: Held, items: Items, reason: string | null): Promise<void> {
  const difference = differenceOf(itemsOf(lines), items);
  await countOrdered(tx, order.runId, difference);
  const seenAt = run.now.toISOString();
  const coming = (bundle: string) => [{ portions: difference[bundle] ?? 0, seenAt }];
  await reshape(tx, order.runId, lines, [{ orderId: order.orderId, items, coming }]);
  if (Object.keys(items).length === 0) await cancelOrders(tx, [order.orderId], reason);
}

async function changeWishes(tx: EntityManager, order: LockedOrder, body: ChangeOrder): Promise<void> {
  const households = await householdsOf(tx, [...(body.paidBy ? [body.paidBy] : []), ...(body.mayCollect ?? [])]);
  if (body.pickupPointId) await checkPickupPoint(tx, order.runId, body.pickupPointId);
  await tx.query(
    `UPDATE orders SET pickup_point_id = $2, fulfilment = $3, paid_by = $4, may_collect = $5, remark = $6 WHERE order_id = $1`,
    [
      order.orderId,
      body.pickupPointId ?? order.pickupPointId,
      body.fulfilment ?? order.fulfilment,
      body.paidBy ? idNow(households, body.paidBy) : order.paidBy,
      body.mayCollect?.map((id) => idNow(households, id)) ?? order.mayCollect,
      sealedOrders.seal(tx, order.orderId, { remark: body.remark ?? order.remark }).remark,
    ],
  );
}

const isCancelled = (orderId: string) =>
  new DomainError(
    'conflict',
    'order-cancelled',
    {
      zh: '这个订单已经取消，不能再改。要订请重新下单。',
      en: 'This order is cancelled and cannot be changed. Place a new one.',
    },
    { orderId },
  );
const isJoined = (orderId: string) =>
  new DomainError(
    'conflict',
    'order-joined',
    {
      zh: `这个订单已并入另一个订单，请改那一个：${orderId}。`,
      en: `This order has become part of another one: change that one, ${orderId}.`,
    },
    { orderId },
  );
