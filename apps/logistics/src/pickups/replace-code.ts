import { DomainError } from '@jielong/kernel';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { newCodes, type PickupCode } from '../allocation/codes.js';

export type ReplacedCode = PickupCode & { readonly orderId: string };

/** A new code for an order of which somebody else may have read the old one, which from now on nobody has. Held before codes are, as in a division. */
export async function replaceCode(tx: EntityManager, orderId: string): Promise<ReplacedCode> {
  const [order] = await tx.query<{ open: boolean }[]>('SELECT open FROM pickup_orders WHERE order_id = $1 FOR UPDATE', [orderId]);
  if (!order) throw noSuchOrder();
  if (!order.open) throw pickupOver();
  const [fresh] = await newCodes(tx, 1);
  if (!fresh) throw new Error('no code was made');
  await tx.query('UPDATE pickup_orders SET code = $2, token = $3 WHERE order_id = $1', [orderId, fresh.code, fresh.token]);
  await audit(tx, { action: 'replacePickupCode', subjectKind: 'order', subjectId: orderId });
  return { orderId, ...fresh };
}

const noSuchOrder = () =>
  new DomainError('not-found', 'not-there', {
    zh: '没有这个待取的订单。请核对编号：GET /api/supply-runs/{id}/pickup-orders。',
    en: 'There is no such order to be fetched. Check the id: `GET /api/supply-runs/{id}/pickup-orders`.',
  });
const pickupOver = () =>
  new DomainError('conflict', 'pickup-over', {
    zh: '这个订单的取货已经结束，取货码不再有用，不必换。',
    en: 'Pickup of this order is over: its code is good for nothing any more and need not be replaced.',
  });
