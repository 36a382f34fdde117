import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { inboxQuery, pageAnswer, pendingStepAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, inCommunity, listPendingSteps, type Page, type PendingStep, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';

@ApiTags('steps')
@Controller('steps')
export class InboxController {
  constructor(private readonly db: DataSource) {}

  /** What people are asked for by orders, by deadline. */
  @Get('orders')
  @Permission('steps.read')
  @ApiOperation({ operationId: 'listOrdersSteps', summary: 'pending steps of orders / 待办（订单）' })
  @ApiAnswer(200, pageAnswer(pendingStepAnswer), 'by deadline')
  list(
    @Query({ schema: inboxQuery }) { process, ...query }: z.output<typeof inboxQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<PendingStep>> {
    return inCommunity(this.db, community, (tx) => listPendingSteps(tx, { ...query, processId: process }));
  }
}
