import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { shortText, unpaidText } from '@jielong/orders-domain';
import { ApiAnswer, CurrentActor, Operation, type Work } from '@jielong/platform';
import { z } from 'zod';
import { ReadablePoints } from '../orders/readable-points.js';
import { groupRun, shortOf, unpaidOf } from './group-texts.query.js';

/** Texts that are ready to paste into a run's group: rooms, never names. */
@ApiTags('group-texts')
@Controller('supply-runs/:id/group-texts')
export class GroupTextsController {
  constructor(private readonly readable: ReadablePoints) {}

  /** Who has not paid yet, and how much. */
  @Get('unpaid')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @Operation('unpaidText', 'payments.record', 'who has not paid, for the group / 未付提醒')
  @ApiProduces('text/plain')
  @ApiAnswer(200, z.string(), 'the text')
  unpaid(@Param('id', { schema: idSchema }) runId: string): Work<string> {
    return async (tx) => unpaidText(await groupRun(tx, runId), await unpaidOf(tx, runId));
  }

  /** Who gets less than ordered; of those gates alone for which the caller is there. */
  @Get('short')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @Operation('shortText', 'orders.read', 'who gets less, for the group / 缺货通知')
  @ApiProduces('text/plain')
  @ApiAnswer(200, z.string(), 'the text')
  short(@Param('id', { schema: idSchema }) runId: string, @CurrentActor() actor: Actor): Work<string> {
    return async (tx) => {
      const points = await this.readable.of(tx, runId, actor);
      return shortText(await groupRun(tx, runId), await shortOf(tx, { runId, points }));
    };
  }
}
