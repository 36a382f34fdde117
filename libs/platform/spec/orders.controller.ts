import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { DomainError } from '@jielong/kernel';
import { portionsSchema } from '@jielong/kernel/schemas';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { audit } from '../audit/audit.js';
import { created } from '../http/answer.js';
import { Operation } from '../http/operation.js';
import type { Work } from '../http/work.js';
import { Idempotent } from '../idempotency/idempotency-key.js';

const orderSchema = z.strictObject({ portions: portionsSchema });
type Order = z.output<typeof orderSchema>;
/** What a test looks at, and sets. */
export const shop = { done: 0, isSoldOut: false };

const write = async (tx: EntityManager, portions: number) => {
  const id = `order-${(shop.done += 1)}`;
  await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', [id, portions]);
  return { portions, id }; // in no order of its own, so that a stored answer is seen to keep it
};
const where = `SELECT pg_current_xact_id()::text AS transaction, current_setting('app.community_id') AS community`;

/** Endpoints of every way of working: without a key, once a key, with an answer, with a plain value, with none. */
@Controller('orders')
export class OrdersController {
  @Get('where')
  @Operation('showWhere', 'orders.read', 'where work is done')
  where(): Work<object[]> {
    return async (tx) => [...(await tx.query<object[]>(where)), ...(await tx.query<object[]>(where))];
  }

  @Post('careless')
  @Operation('placeCarelessly', 'orders.place', 'without a key')
  careless(@Body({ schema: orderSchema }) { portions }: Order): Work<object> {
    return async (tx) => {
      const order = await write(tx, portions);
      refuseIfSoldOut();
      return order;
    };
  }

  @Post()
  @Idempotent()
  @Operation('placeOrder', 'orders.place', 'place an order', 'one a key')
  place(@Body({ schema: orderSchema }) { portions }: Order): Work<{ id: string }> {
    return async (tx) => {
      const order = await write(tx, portions);
      await audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: order.id });
      refuseIfSoldOut();
      return created(order, `/api/orders/${order.id}`);
    };
  }

  @Put(':name/portions')
  @Idempotent()
  @HttpCode(202)
  @Operation('setPortions', 'orders.place', 'a plain value under a key')
  set(@Param('name') name: string, @Body({ schema: orderSchema }) { portions }: Order): Work<object> {
    return async (tx) => ({ ...(await write(tx, portions)), name });
  }

  @Post('tried')
  @Idempotent(({ query }) => query['mode'] === 'commit')
  @Operation('tryOrder', 'orders.place', 'a key only where it is meant')
  tried(): Work<object> {
    return (tx) => write(tx, 1);
  }

  @Post('forgotten')
  @Idempotent()
  @Operation('forgetOrder', 'orders.place', 'a key, but no work that is done once for it')
  forgotten(): object {
    return { plain: true };
  }

  @Get('plain')
  @Operation('showPlain', 'orders.read', 'no work')
  plain(): object {
    return { plain: true };
  }
}
const refuseIfSoldOut = () => {
  if (shop.isSoldOut) throw new DomainError('conflict', 'sold-out', { zh: '已售完', en: 'sold out' });
};
