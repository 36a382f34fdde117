import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inboxQuery, pendingStepAnswer } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { ApiAnswer } from '../http/api-docs.js';
import { Operation } from '../http/operation.js';
import type { Page } from '../http/page.js';
import type { Work } from '../http/work.js';
import { listPendingSteps, type PendingStep } from './inbox.js';

const pageSchema = z.object({ items: z.array(pendingStepAnswer), next: z.string().nullable() });

/** The inbox of one service, `GET /api/steps/<service>`: `inboxController('orders', '订单')`. */
export function inboxController(service: string, zh: string): Type<object> {
  const operationId = `list${service[0]?.toUpperCase()}${service.slice(1)}Steps`;

  @ApiTags('steps')
  @Controller('steps')
  class InboxController {
    /** What people are asked for by this service, by deadline. */
    @Get(service)
    @Operation(operationId, 'steps.read', `pending steps of ${service} / 待办（${zh}）`)
    @ApiAnswer(200, pageSchema, 'by deadline')
    list(@Query({ schema: inboxQuery }) { process, ...query }: z.output<typeof inboxQuery>): Work<Page<PendingStep>> {
      return (tx) => listPendingSteps(tx, { ...query, processId: process });
    }
  }
  return InboxController;
}
