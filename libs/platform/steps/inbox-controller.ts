import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { inboxQuery, pendingStepAnswer } from '@jielong/kernel/schemas';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CurrentActor } from '../actor/current-actor.js';
import { Permission } from '../actor/permission.js';
import { inCommunity } from '../database/in-community.js';
import { ApiAnswer } from '../http/api-docs.js';
import type { Page } from '../http/page.js';
import { listPendingSteps, type PendingStep } from './inbox.js';

const pageSchema = z.object({ items: z.array(pendingStepAnswer), next: z.string().nullable() });

/** The inbox of one service, `GET /api/steps/<service>`: `inboxController('orders', '订单')`. */
export function inboxController(service: string, zh: string): Type<object> {
  @ApiTags('steps')
  @Controller('steps')
  class InboxController {
    constructor(private readonly db: DataSource) {}

    /** What people are asked for by this service, by deadline. */
    @Get(service)
    @Permission('steps.read')
    @ApiOperation({
      operationId: `list${service[0]?.toUpperCase()}${service.slice(1)}Steps`,
      summary: `pending steps of ${service} / 待办（${zh}）`,
    })
    @ApiAnswer(200, pageSchema, 'by deadline')
    list(
      @Query({ schema: inboxQuery }) { process, ...query }: z.output<typeof inboxQuery>,
      @CurrentActor() { community }: Actor,
    ): Promise<Page<PendingStep>> {
      return inCommunity(this.db, community, (tx) => listPendingSteps(tx, { ...query, processId: process }));
    }
  }
  return InboxController;
}
