import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  pageAnswer,
  planPurchaseBody,
  purchaseAnswer,
  purchaseListAnswer,
  purchaseListQuery,
  purchasesQuery,
} from '@jielong/orders-contract/schemas';
import { ApiAnswer, Concerns, created, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type PlanPurchase, planPurchase } from './plan-purchase.js';
import { listIn, type PurchaseList, readPurchaseList } from './purchase-list.query.js';
import { listPurchases, type PurchaseView, readPurchase } from './purchase-view.js';

@ApiTags('purchases')
@Controller()
export class PurchasesController {
  /** What is to be bought, by supplier and bundle; `format=csv` for a spreadsheet, which says who took it and when. */
  @Get('supply-runs/:id/purchase-list')
  @Operation('purchaseList', 'purchases.read', 'purchase list / 采购清单')
  @ApiProduces('application/json', 'text/csv')
  @ApiAnswer(200, purchaseListAnswer, 'as it is ordered now; final once it is locked')
  list(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: purchaseListQuery }) { format }: z.output<typeof purchaseListQuery>,
    @CurrentActor() actor: Actor,
  ): Work<PurchaseList | string> {
    return async (tx) => listIn[format](await readPurchaseList(tx, id), { by: actor.code, at: new Date() });
  }

  /** The purchases of a run. */
  @Get('purchases')
  @Operation('listPurchases', 'purchases.read', 'purchases of a run / 批次的采购')
  @ApiAnswer(200, pageAnswer(purchaseAnswer), 'one a supplier, from the lock on')
  ofRun(@Query({ schema: purchasesQuery }) { run }: z.output<typeof purchasesQuery>): Work<{ items: PurchaseView[]; next: null }> {
    return (tx) => listPurchases(tx, run);
  }

  /** One receipt for several locked runs: what was planned for each of them at this supplier gives way to it. */
  @Post('purchases')
  @Idempotent()
  @Concerns('supply-runs', ({ body }) => body['runs'])
  @Operation('planPurchase', 'purchases.plan', 'one purchase for several runs / 几个批次合并采购')
  @ApiAnswer(201, purchaseAnswer, 'planned; its process starts')
  plan(@Body({ schema: planPurchaseBody }) body: PlanPurchase, @CurrentActor() actor: Actor): Work<PurchaseView> {
    return async (tx) => {
      const id = await planPurchase(tx, body, actor);
      return created(await readPurchase(tx, id), `/api/purchases/${id}`);
    };
  }

  /** One purchase: what was expected, what was bought. */
  @Get('purchases/:id')
  @Operation('showPurchase', 'purchases.read', 'a purchase / 采购详情')
  @ApiAnswer(200, purchaseAnswer, 'the purchase')
  show(@Param('id', { schema: idSchema }) id: string): Work<PurchaseView> {
    return (tx) => readPurchase(tx, id);
  }
}
