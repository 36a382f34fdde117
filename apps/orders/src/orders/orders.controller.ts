import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { cancelOrderBody, changeOrderBody, orderAnswer, ordersQuery, pageAnswer, placeOrderBody } from '@jielong/orders-contract/schemas';
import {
  type Answer,
  ApiAnswer,
  created,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  ok,
  type Page,
  Permission,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { type CancelOrder, cancelOrder, type ChangeOrder, changeOrder } from './change-order.js';
import { listOrders, type OrderView, readOrder } from './order-list.js';
import { type PlaceOrder, placeOrder } from './place-order.js';

@ApiTags('orders')
@Controller()
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  /** Orders for one's own household or for another; sold out, over the limit and too late are told apart. */
  @Post('supply-runs/:id/orders')
  @Idempotent()
  @Permission('orders.place')
  @ApiOperation({ operationId: 'placeOrder', summary: 'place an order / 下单' })
  @ApiAnswer(201, orderAnswer, 'placed')
  place(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: placeOrderBody }) body: PlaceOrder,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<OrderView>> {
    return idempotently(this.db, actor, 'placeOrder', key, { runId, body }, async (tx) => {
      const order = await placeOrder(tx, runId, body, actor);
      return created(order, `/api/orders/${order.id}`);
    });
  }

  /** The orders of a run, by first sight. */
  @Get('supply-runs/:id/orders')
  @Permission('orders.read')
  @ApiOperation({ operationId: 'listOrders', summary: 'orders of a run / 批次订单' })
  @ApiAnswer(200, pageAnswer(orderAnswer), 'a page')
  list(
    @Param('id', { schema: idSchema }) runId: string,
    @Query({ schema: ordersQuery }) query: z.output<typeof ordersQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<OrderView>> {
    return inCommunity(this.db, community, (tx) => listOrders(tx, runId, query));
  }

  /** One order. */
  @Get('orders/:orderId')
  @Permission('orders.read')
  @ApiOperation({ operationId: 'showOrder', summary: 'an order / 订单' })
  @ApiAnswer(200, orderAnswer, 'the order')
  show(@Param('orderId', { schema: idSchema }) orderId: string, @CurrentActor() { community }: Actor): Promise<OrderView> {
    return inCommunity(this.db, community, (tx) => readOrder(tx, orderId));
  }

  /** Changes portions, way of collecting, payer. What is not named stays. */
  @Patch('orders/:orderId')
  @Idempotent()
  @Permission('orders.place')
  @ApiOperation({ operationId: 'changeOrder', summary: 'change an order / 改单' })
  @ApiAnswer(200, orderAnswer, 'as it is now')
  change(
    @Param('orderId', { schema: idSchema }) orderId: string,
    @Body({ schema: changeOrderBody }) body: ChangeOrder,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<OrderView>> {
    return idempotently(this.db, actor, 'changeOrder', key, { orderId, body }, async (tx) =>
      ok(await changeOrder(tx, orderId, body, actor)),
    );
  }

  /** Cancels an order; its portions are free for others. */
  @Post('orders/:orderId/cancel')
  @HttpCode(200)
  @Idempotent()
  @Permission('orders.place')
  @ApiOperation({ operationId: 'cancelOrder', summary: 'cancel an order / 退单' })
  @ApiAnswer(200, orderAnswer, 'cancelled')
  cancel(
    @Param('orderId', { schema: idSchema }) orderId: string,
    @Body({ schema: cancelOrderBody }) body: CancelOrder,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<OrderView>> {
    return idempotently(this.db, actor, 'cancelOrder', key, { orderId, body }, async (tx) =>
      ok(await cancelOrder(tx, orderId, body, actor)),
    );
  }
}
