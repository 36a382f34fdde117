import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { allocationAnswer, allocationSummary, pageAnswer, versionSchema } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, inCommunity, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { type AllocationSummary, type AllocationView, listAllocations, readAllocation } from './allocation-view.js';

@ApiTags('allocations')
@Controller('supply-runs')
export class AllocationController {
  constructor(private readonly db: DataSource) {}

  /** All versions, the newest first. */
  @Get(':id/allocations')
  @Permission('supply-runs.read')
  @ApiOperation({ operationId: 'listAllocations', summary: 'versions of the allocation / 分配版本' })
  @ApiAnswer(200, pageAnswer(allocationSummary), 'the newest first')
  list(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentActor() { community }: Actor,
  ): Promise<{ items: AllocationSummary[]; next: null }> {
    return inCommunity(this.db, community, (tx) => listAllocations(tx, id));
  }

  /** Who gets less than before, with the reason in one sentence. */
  @Get(':id/allocations/:version')
  @Permission('orders.read')
  @ApiOperation({ operationId: 'showAllocation', summary: 'who gets less, and why / 谁少了、为什么' })
  @ApiAnswer(200, allocationAnswer, 'the version')
  show(
    @Param('id', { schema: idSchema }) id: string,
    @Param('version', { schema: versionSchema }) version: number,
    @CurrentActor() { community }: Actor,
  ): Promise<AllocationView> {
    return inCommunity(this.db, community, (tx) => readAllocation(tx, id, version));
  }
}
