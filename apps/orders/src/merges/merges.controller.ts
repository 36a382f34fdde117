import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { householdMergeAnswer, householdMergeBody, moveOrderBody, orderAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Concerns, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import { type FollowMerge, followMerge, type MergeFollowed } from './follow-merge.js';
import type { OrderView } from '../orders/order-list.js';
import { type MoveOrder, moveOrder } from './move-order.js';

/** What becomes of orders when households are merged or split. */
@ApiTags('orders')
@Controller()
export class MergesController {
  /**
   * After a merge: in runs that are not locked, the orders of both are one now (`joined` have ended in `orderId`), and what a person may want to change
   * is asked (`questions`; open ones stand with the run too, as `mergeQuestions`). Locked ones stay as they are (`staying`), with their codes. Without
   * it, a run follows when somebody orders next, at the latest at its lock. Said again, it changes nothing and answers the same. not-merged 409;
   * no-such-household 422.
   */
  @Post('household-merges')
  @HttpCode(200)
  @Idempotent()
  @Concerns('households', ({ body }) => body['household'])
  @Operation('followMerge', 'households.write', 'orders follow a merge / 合并两户的订单')
  @ApiAnswer(200, householdMergeAnswer, 'what has become of the orders')
  follow(@Body({ schema: householdMergeBody }) body: FollowMerge): Work<MergeFollowed> {
    return (tx) => followMerge(tx, body);
  }

  /** Until the lock, after a split: the order is another household's of the same room. already-ordered, orders-locked 409; other-room 422. */
  @Post('orders/:orderId/household')
  @HttpCode(200)
  @Idempotent()
  @Operation('moveOrder', 'orders.move', 'an order is another household’s / 订单改户')
  @ApiAnswer(200, orderAnswer, 'as it is now')
  move(
    @Param('orderId', { schema: idSchema }) orderId: string,
    @Body({ schema: moveOrderBody }) body: MoveOrder,
    @CurrentActor() actor: Actor,
  ): Work<OrderView> {
    return (tx) => moveOrder(tx, orderId, body, actor);
  }
}
