import { Body, Controller, Get, HttpCode, Post, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema, instantSchema, pageQuery } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { CurrentActor } from '../actor/current-actor.js';
import { ApiAnswer } from '../http/api-docs.js';
import { accepted } from '../http/answer.js';
import { Operation } from '../http/operation.js';
import type { Page } from '../http/page.js';
import type { Work } from '../http/work.js';
import { Idempotent } from '../idempotency/idempotency-key.js';
import { resumeProcesses } from '../steps/processes.js';
import { listOpenProcesses, type OpenProcess } from './open-processes.js';
import { Sweeper } from './sweeper.js';

const openQuery = pageQuery.extend({ run: idSchema.optional() });
const lostQuery = z.strictObject({ run: idSchema.optional() });
const resumeBody = z.strictObject({ run: idSchema });
const openProcess = z.object({
  processId: z.string().meta({ example: 'supply-run:0193a1b2-0000-7000-8000-000000000001' }),
  workflow: z.string().meta({ example: 'supplyRunWorkflow' }),
  startedAt: instantSchema,
  waits: z.boolean().meta({ description: 'its start, or a message to it, is still on its way to Temporal' }),
});
const pageSchema = z.object({ items: z.array(openProcess), next: z.string().nullable() });
const lostSchema = z.object({ items: z.array(openProcess) });
const resumedSchema = z.object({ processIds: z.array(z.string()) });

/** The processes of one service, for whoever keeps the system running: `processesController('orders', '订单')`. */
export function processesController(service: string, zh: string): Type<object> {
  const name = `${service[0]?.toUpperCase()}${service.slice(1)}`;

  @ApiTags('processes')
  @Controller('processes')
  class ProcessesController {
    constructor(private readonly sweeper: Sweeper) {}

    /** Processes that are not over, the oldest first, as the rows say. */
    @Get(service)
    @Operation(`list${name}Processes`, 'processes.read', `open processes of ${service} / 进行中的流程（${zh}）`)
    @ApiAnswer(200, pageSchema, 'the oldest first')
    open(@Query({ schema: openQuery }) query: z.output<typeof openQuery>): Work<Page<OpenProcess>> {
      return (tx) => listOpenProcesses(tx, query);
    }

    /** Of these, those that nobody carries on: terminated, failed, or unknown to Temporal. 503 while Temporal is away. */
    @Get(`${service}/lost`)
    @Operation(`list${name}ProcessesLost`, 'processes.read', `open processes of ${service} without an execution / 丢失的流程（${zh}）`)
    @ApiAnswer(200, lostSchema, '`resume` starts them again')
    async lost(
      @Query({ schema: lostQuery }) { run }: z.output<typeof lostQuery>,
      @CurrentActor() { community }: Actor,
    ): Promise<{ items: OpenProcess[] }> {
      return { items: await this.sweeper.lostOf(community, run) };
    }

    /** Starts the open processes of a run again where they have lost their execution; those that run read their rows. Repeating is safe. */
    @Post(`${service}/resume`)
    @HttpCode(202)
    @Idempotent()
    @Operation(`resume${name}Processes`, 'processes.resume', `resume a run's processes of ${service} / 恢复流程（${zh}）`)
    @ApiAnswer(202, resumedSchema, 'they go on from their rows')
    resume(@Body({ schema: resumeBody }) { run }: z.output<typeof resumeBody>): Work<{ processIds: string[] }> {
      return async (tx) => accepted({ processIds: await resumeProcesses(tx, run) }, `/api/processes/${service}/lost?run=${run}`);
    }
  }
  return ProcessesController;
}
