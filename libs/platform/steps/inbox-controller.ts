import { Body, Controller, Get, HttpCode, Post, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { inboxQuery, pendingStepAnswer, snoozeBody } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { Access } from '../actor/access.js';
import { askIn } from '../actor/belongings.js';
import { Concerns } from '../actor/concerns.js';
import { CurrentActor } from '../actor/current-actor.js';
import { ApiAnswer } from '../http/api-docs.js';
import { Operation } from '../http/operation.js';
import type { Page } from '../http/page.js';
import type { Work } from '../http/work.js';
import { Idempotent } from '../idempotency/idempotency-key.js';
import { listPendingSteps, type PendingStep } from './inbox.js';
import { type PlaceNames, snooze } from './ladder.js';
import { withReasonsFor } from './reasons.js';

const pageSchema = z.object({ items: z.array(pendingStepAnswer), next: z.string().nullable() });

/** The inbox of one service, `GET /api/steps/<service>`: `inboxController('orders', '订单')`. `placeNames`: where its places have names. */
export function inboxController(service: string, zh: string, placeNames?: PlaceNames): Type<object> {
  const name = `${service[0]?.toUpperCase()}${service.slice(1)}`;

  @ApiTags('steps')
  @Controller('steps')
  class InboxController {
    constructor(private readonly access: Access) {}

    /** What people are asked for by this service, by deadline. Why a step was put off is for whoever is asked there, and whoever may put it off. */
    @Get(service)
    @Operation(`list${name}Steps`, 'steps.read', `pending steps of ${service} / 待办（${zh}）`)
    @ApiAnswer(200, pageSchema, 'by deadline')
    list(
      @Query({ schema: inboxQuery }) { process, ...query }: z.output<typeof inboxQuery>,
      @CurrentActor() actor: Actor,
    ): Work<Page<PendingStep>> {
      return async (tx) => {
        const { items, next } = await listPendingSteps(tx, { ...query, processId: process });
        return { items: await withReasonsFor(this.access, actor, items, askIn(tx)), next };
      };
    }

    /** Puts a step off, with a reason: nobody is told again before then, and it stands on no list of what is overdue. 422 `which-place` lists where it is asked for. */
    @Post(`${service}/snooze`)
    @HttpCode(200)
    @Idempotent()
    @Concerns('processes', ({ body }) => body['process'])
    @Operation(`snooze${name}Step`, 'steps.snooze', `put a step of ${service} off / 暂缓催办（${zh}）`)
    @ApiAnswer(200, pendingStepAnswer, 'the step as it is now')
    snooze(
      @Body({ schema: snoozeBody }) { process, ...body }: z.output<typeof snoozeBody>,
      @CurrentActor() actor: Actor,
    ): Work<PendingStep> {
      return (tx) => snooze(tx, { ...body, processId: process, by: actor.code }, placeNames);
    }
  }
  return InboxController;
}
