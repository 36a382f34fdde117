import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { extendBody, openRunBody, pageAnswer, runAnswer, runDetailAnswer, runsQuery } from '@jielong/orders-contract/schemas';
import {
  accepted,
  type Answer,
  ApiAnswer,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  ok,
  type Page,
  Permission,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { type OpenRun, openRun } from './open-run.js';
import { type RunDetail, readRun } from './run-detail.js';
import { listRuns, type RunSummary } from './run-list.js';
import { closeOrderingEarly, extendOrdering } from './schedule.js';

@ApiTags('supply-runs')
@Controller('supply-runs')
export class SupplyRunsController {
  constructor(private readonly db: DataSource) {}

  /** Opens a run; its process starts as soon as Temporal answers. */
  @Post()
  @Idempotent()
  @Permission('supply-runs.open')
  @ApiOperation({ operationId: 'openRun', summary: 'open a supply run / 开团' })
  @ApiAnswer(202, runDetailAnswer, 'opened; its process starts')
  open(
    @Body({ schema: openRunBody }) body: OpenRun,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<RunDetail>> {
    return idempotently(this.db, actor, 'openRun', key, body, async (tx) => {
      const run = await openRun(tx, body, actor);
      return accepted(run, `/api/supply-runs/${run.id}`);
    });
  }

  /** The newest service date first. */
  @Get()
  @Permission('supply-runs.read')
  @ApiOperation({ operationId: 'listRuns', summary: 'supply runs / 团购批次' })
  @ApiAnswer(200, pageAnswer(runAnswer), 'a page')
  list(@Query({ schema: runsQuery }) query: z.output<typeof runsQuery>, @CurrentActor() { community }: Actor): Promise<Page<RunSummary>> {
    return inCommunity(this.db, community, (tx) => listRuns(tx, query));
  }

  /** A run: what is ordered and left, where it stands, who is waited for. */
  @Get(':id')
  @Permission('supply-runs.read')
  @ApiOperation({ operationId: 'showRun', summary: 'a supply run / 批次详情' })
  @ApiAnswer(200, runDetailAnswer, 'the run')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<RunDetail> {
    return inCommunity(this.db, community, (tx) => readRun(tx, id));
  }

  /** Ends self-service now. */
  @Post(':id/close-ordering')
  @HttpCode(200)
  @Idempotent()
  @Permission('supply-runs.schedule')
  @ApiOperation({ operationId: 'closeOrdering', summary: 'end ordering early / 提前截单' })
  @ApiAnswer(200, runDetailAnswer, 'confirming')
  close(
    @Param('id', { schema: idSchema }) id: string,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<RunDetail>> {
    return idempotently(this.db, actor, 'closeOrdering', key, { id }, async (tx) => {
      await closeOrderingEarly(tx, id);
      return ok(await readRun(tx, id));
    });
  }

  /** Puts the cut-off off, as long as it is still to come. */
  @Post(':id/extend')
  @HttpCode(200)
  @Idempotent()
  @Permission('supply-runs.schedule')
  @ApiOperation({ operationId: 'extendOrdering', summary: 'move the cut-off / 调整截单时间' })
  @ApiAnswer(200, runDetailAnswer, 'with the new cut-off')
  extend(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: extendBody }) { cutOffAt }: z.output<typeof extendBody>,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<RunDetail>> {
    return idempotently(this.db, actor, 'extendOrdering', key, { id, cutOffAt }, async (tx) => {
      await extendOrdering(tx, id, new Date(cutOffAt));
      return ok(await readRun(tx, id));
    });
  }
}
