import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { allocationAnswer, allocationSummary, pageAnswer, versionSchema } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Operation, type Work } from '@jielong/platform';
import { type AllocationSummary, type AllocationView, listAllocations, readAllocation } from './allocation-view.js';

@ApiTags('allocations')
@Controller('supply-runs')
export class AllocationController {
  /** All versions, the newest first. */
  @Get(':id/allocations')
  @Operation('listAllocations', 'supply-runs.read', 'versions of the allocation / 分配版本')
  @ApiAnswer(200, pageAnswer(allocationSummary), 'the newest first')
  list(@Param('id', { schema: idSchema }) id: string): Work<{ items: AllocationSummary[]; next: null }> {
    return (tx) => listAllocations(tx, id);
  }

  /** Who gets less than before, with the reason in one sentence. */
  @Get(':id/allocations/:version')
  @Operation('showAllocation', 'orders.read', 'who gets less, and why / 谁少了、为什么')
  @ApiAnswer(200, allocationAnswer, 'the version')
  show(@Param('id', { schema: idSchema }) id: string, @Param('version', { schema: versionSchema }) version: number): Work<AllocationView> {
    return (tx) => readAllocation(tx, id, version);
  }
}
