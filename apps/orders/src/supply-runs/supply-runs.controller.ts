import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { emptyBody, idSchema } from '@jielong/kernel/schemas';
import { extendBody, openRunBody, pageAnswer, runAnswer, runDetailAnswer, runsQuery } from '@jielong/orders-contract/schemas';
import { accepted, ApiAnswer, Concerns, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type OpenRun, openRun } from './open-run.js';
import { type RunDetail, readRun } from './run-detail.js';
import { listRuns, type RunSummary } from './run-list.js';
import { closeOrderingEarly, extendOrdering } from './schedule.js';

@ApiTags('supply-runs')
@Controller('supply-runs')
export class SupplyRunsController {
  /** Opens a run; its process starts as soon as Temporal answers. Dates that no run can have: cut-off-after-service, cut-off-long-before, too-far-ahead, service-date-is-past 422. */
  @Post()
  @Idempotent()
  @Concerns('compounds', ({ body }) => body['compound'])
  @Operation('openRun', 'supply-runs.open', 'open a supply run / 开团')
  @ApiAnswer(202, runDetailAnswer, 'opened; its process starts')
  open(@Body({ schema: openRunBody }) body: OpenRun, @CurrentActor() actor: Actor): Work<RunDetail> {
    return async (tx) => {
      const run = await openRun(tx, body, actor);
      return accepted(run, `/api/supply-runs/${run.id}`);
    };
  }

  /** The newest service date first. */
  @Get()
  @Operation('listRuns', 'supply-runs.read', 'supply runs / 团购批次')
  @ApiAnswer(200, pageAnswer(runAnswer), 'a page')
  list(@Query({ schema: runsQuery }) query: z.output<typeof runsQuery>): Work<Page<RunSummary>> {
    return (tx) => listRuns(tx, query);
  }

  /** A run: what is ordered and left, where it stands, who is waited for. */
  @Get(':id')
  @Operation('showRun', 'supply-runs.read', 'a supply run / 批次详情')
  @ApiAnswer(200, runDetailAnswer, 'the run')
  show(@Param('id', { schema: idSchema }) id: string): Work<RunDetail> {
    return (tx) => readRun(tx, id);
  }

  /** Ends self-service now. */
  @Post(':id/close-ordering')
  @HttpCode(200)
  @Idempotent()
  @Operation('closeOrdering', 'supply-runs.schedule', 'end ordering early / 提前截单')
  @ApiAnswer(200, runDetailAnswer, 'confirming')
  close(@Param('id', { schema: idSchema }) id: string, @Body({ schema: emptyBody }) _body: z.output<typeof emptyBody>): Work<RunDetail> {
    return async (tx) => {
      await closeOrderingEarly(tx, id);
      return readRun(tx, id);
    };
  }

  /** Puts the cut-off off, until the lock, at most to the end of the service date (cut-off-after-service 422). */
  @Post(':id/extend')
  @HttpCode(200)
  @Idempotent()
  @Operation('extendOrdering', 'supply-runs.schedule', 'move the cut-off / 调整截单时间')
  @ApiAnswer(200, runDetailAnswer, 'with the new cut-off')
  extend(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: extendBody }) { cutOffAt }: z.output<typeof extendBody>,
  ): Work<RunDetail> {
    return async (tx) => {
      await extendOrdering(tx, id, new Date(cutOffAt));
      return readRun(tx, id);
    };
  }
}
