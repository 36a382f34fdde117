import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '@jielong/kernel';
import { idSchema, pageQuery } from '@jielong/kernel/schemas';
import { allocationAnswer, allocationSummary, pageAnswer, shortageAnswer, versionSchema } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, Operation, type Page, type Work } from '@jielong/platform';
import { type AllocationSummary, type AllocationView, listAllocations, readAllocation } from './allocation-view.js';
import { ReadablePoints } from '../orders/readable-points.js';
import { listShortages, type Shortage } from './shortages.js';

@ApiTags('allocations')
@Controller('supply-runs')
export class AllocationController {
  constructor(private readonly readable: ReadablePoints) {}

  /** All versions, the newest first. */
  @Get(':id/allocations')
  @Operation('listAllocations', 'supply-runs.read', 'versions of the allocation / 分配版本')
  @ApiAnswer(200, pageAnswer(allocationSummary), 'the newest first')
  list(@Param('id', { schema: idSchema }) id: string): Work<{ items: AllocationSummary[]; next: null }> {
    return (tx) => listAllocations(tx, id);
  }

  /** Who gets less than was ordered, with the sentence of the version that took it; of those gates alone for which the caller is there. */
  @Get(':id/shortages')
  @Operation('listShortages', 'orders.read', 'who gets less than was ordered, and why / 谁比订的少、为什么')
  @ApiAnswer(200, pageAnswer(shortageAnswer), 'by bundle and order line')
  shortages(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @CurrentActor() actor: Actor,
  ): Work<Page<Shortage>> {
    return async (tx) => listShortages(tx, { runId: id, points: await this.readable.of(tx, id, actor) }, query);
  }

  /** Who gets less than before, with the reason in one sentence; of those gates alone for which the caller is there. */
  @Get(':id/allocations/:version')
  @Operation('showAllocation', 'orders.read', 'who gets less, and why / 谁少了、为什么')
  @ApiAnswer(200, allocationAnswer, 'the version')
  show(
    @Param('id', { schema: idSchema }) id: string,
    @Param('version', { schema: versionSchema }) version: number,
    @CurrentActor() actor: Actor,
  ): Work<AllocationView> {
    return async (tx) => readAllocation(tx, { runId: id, points: await this.readable.of(tx, id, actor) }, version);
  }
}
