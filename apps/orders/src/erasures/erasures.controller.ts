import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { type Erase, eraseBody, erasureAnswer, householdOrdersAnswer } from '@jielong/orders-contract/schemas';
import { accepted, ApiAnswer, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import { type ErasureView, readErasure, startErasure } from './erasures.rows.js';
import { type HouseholdOrders, householdOrders } from './household-orders.query.js';

@ApiTags('erasures')
@Controller()
export class ErasuresController {
  /**
   * Makes empty in every service what is known of a household or a person; ids, rooms, counts, amounts and audit entries stay. It ends by itself, also
   * where a service is down meanwhile. 409 `household-in-open-run`, `money-unsettled`, `person-active`; what has become so before it is done stands in
   * `refused` then, and nobody is erased.
   */
  @Post('erasures')
  @HttpCode(202)
  @Idempotent()
  @Operation('eraseData', 'data.erase', 'erase the data of a household or a person / 清除个人信息')
  @ApiAnswer(202, erasureAnswer, 'it goes on by itself; Location says where to look')
  erase(@Body({ schema: eraseBody }) body: Erase, @CurrentActor() { community }: Actor): Work<ErasureView> {
    return async (tx) => {
      const erasure = await startErasure(tx, community, body);
      return accepted(erasure, `/api/erasures/${erasure.id}`);
    };
  }

  @Get('erasures/:id')
  @Operation('showErasure', 'data.erase', 'how far an erasure is / 清除进度')
  @ApiAnswer(200, erasureAnswer, 'done, or on its way')
  show(@Param('id', { schema: idSchema }) id: string): Work<ErasureView> {
    return (tx) => readErasure(tx, id);
  }

  /**
   * With remarks and reasons as they were written, for whoever has said why today and was counted by `POST /households/{id}/data`, which also says who
   * the household is. That it was read is recorded. 403 `reason-first`.
   */
  @Get('household-orders/:id')
  @Operation('exportHouseholdOrders', 'data.export', 'all that orders has about a household / 一户的订单与账')
  @ApiAnswer(200, householdOrdersAnswer, 'under all ids that it has had')
  orders(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { code }: Actor): Work<HouseholdOrders> {
    return (tx) => householdOrders(tx, id, code);
  }
}
