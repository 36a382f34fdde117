import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { cancelOrderBody, changeOrderBody, orderAnswer, ordersQuery, pageAnswer, placeOrderBody } from '@jielong/orders-contract/schemas';
import { Access, ApiAnswer, Concerns, created, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type CancelOrder, cancelOrder, type ChangeOrder, changeOrder } from './change-order.js';
import { listOrders, type OrderView, readOrder } from './order-list.js';
import { type PlaceOrder, placeOrder } from './place-order.js';
import { ReadablePoints } from './readable-points.js';

@ApiTags('orders')
@Controller()
export class OrdersController {
  constructor(
    private readonly readable: ReadablePoints,
    private readonly access: Access,
  ) {}

  /** Orders for one's own household or for another that lets it; sold out, over the limit and too late are told apart. */
  @Post('supply-runs/:id/orders')
  @Idempotent()
  @Concerns('ordered-for', ({ body }) => body['forHousehold'])
  @Concerns('households', ({ body }) => [body['paidBy'] ?? []].flat().filter((payer) => payer !== body['forHousehold']))
  @Operation('placeOrder', 'orders.place', 'place an order / 下单')
  @ApiAnswer(201, orderAnswer, 'placed')
  place(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: placeOrderBody }) body: PlaceOrder,
    @CurrentActor() actor: Actor,
  ): Work<OrderView> {
    return async (tx) => {
      const order = await placeOrder(tx, runId, body, actor);
      return created(order, `/api/orders/${order.id}`);
    };
  }

  /** The orders of a run, by first sight; of those gates and homes alone for which the caller is there. */
  @Get('supply-runs/:id/orders')
  @Concerns('run-homes', ({ params }) => params['id'])
  @Operation('listOrders', 'orders.read', 'orders of a run / 批次订单')
  @ApiAnswer(200, pageAnswer(orderAnswer), 'a page')
  list(
    @Param('id', { schema: idSchema }) runId: string,
    @Query({ schema: ordersQuery }) query: z.output<typeof ordersQuery>,
    @CurrentActor() actor: Actor,
  ): Work<Page<OrderView>> {
    const scopes = this.access.scopesFor(actor, 'orders.read');
    return async (tx) => listOrders(tx, { runId, points: await this.readable.of(tx, runId, actor), scopes }, query);
  }

  /** One order. */
  @Get('orders/:orderId')
  @Operation('showOrder', 'orders.read', 'an order / 订单')
  @ApiAnswer(200, orderAnswer, 'the order')
  show(@Param('orderId', { schema: idSchema }) orderId: string): Work<OrderView> {
    return (tx) => readOrder(tx, orderId);
  }

  /** Changes portions, way of collecting, payer. What is not named stays. */
  @Patch('orders/:orderId')
  @Idempotent()
  @Concerns('orders', ({ params }) => params['orderId'])
  @Concerns('households', ({ body }) => body['paidBy'] ?? [])
  @Operation('changeOrder', 'orders.place', 'change an order / 改单')
  @ApiAnswer(200, orderAnswer, 'as it is now')
  change(
    @Param('orderId', { schema: idSchema }) orderId: string,
    @Body({ schema: changeOrderBody }) body: ChangeOrder,
    @CurrentActor() actor: Actor,
  ): Work<OrderView> {
    return (tx) => changeOrder(tx, orderId, body, actor);
  }

  /** Cancels an order; its portions are free for others. */
  @Post('orders/:orderId/cancel')
  @HttpCode(200)
  @Idempotent()
  @Operation('cancelOrder', 'orders.place', 'cancel an order / 退单')
  @ApiAnswer(200, orderAnswer, 'cancelled')
  cancel(
    @Param('orderId', { schema: idSchema }) orderId: string,
    @Body({ schema: cancelOrderBody }) body: CancelOrder,
    @CurrentActor() actor: Actor,
  ): Work<OrderView> {
    return (tx) => cancelOrder(tx, orderId, body, actor);
  }
}
