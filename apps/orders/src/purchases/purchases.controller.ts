import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { pageAnswer, purchaseAnswer, purchaseListAnswer, purchaseListQuery, purchasesQuery } from '@jielong/orders-contract/schemas';
import { type Answer, ApiAnswer, CurrentActor, inCommunity, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { listIn, readPurchaseList } from './purchase-list.query.js';
import { listPurchases, type PurchaseView, readPurchase } from './purchase-view.js';

@ApiTags('purchases')
@Controller()
export class PurchasesController {
  constructor(private readonly db: DataSource) {}

  /** What is to be bought, by supplier and bundle; `format=csv` for a spreadsheet. */
  @Get('supply-runs/:id/purchase-list')
  @Permission('purchases.read')
  @ApiOperation({ operationId: 'purchaseList', summary: 'purchase list / 采购清单' })
  @ApiProduces('application/json', 'text/csv')
  @ApiAnswer(200, purchaseListAnswer, 'as it is ordered now; final once it is locked')
  async list(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: purchaseListQuery }) { format }: z.output<typeof purchaseListQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Answer> {
    return listIn[format](await inCommunity(this.db, community, (tx) => readPurchaseList(tx, id)));
  }

  /** The purchases of a run. */
  @Get('purchases')
  @Permission('purchases.read')
  @ApiOperation({ operationId: 'listPurchases', summary: 'purchases of a run / 批次的采购' })
  @ApiAnswer(200, pageAnswer(purchaseAnswer), 'one a supplier, from the lock on')
  ofRun(
    @Query({ schema: purchasesQuery }) { run }: z.output<typeof purchasesQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<{ items: PurchaseView[]; next: null }> {
    return inCommunity(this.db, community, (tx) => listPurchases(tx, run));
  }

  /** One purchase: what was expected, what was bought. */
  @Get('purchases/:id')
  @Permission('purchases.read')
  @ApiOperation({ operationId: 'showPurchase', summary: 'a purchase / 采购详情' })
  @ApiAnswer(200, purchaseAnswer, 'the purchase')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<PurchaseView> {
    return inCommunity(this.db, community, (tx) => readPurchase(tx, id));
  }
}
