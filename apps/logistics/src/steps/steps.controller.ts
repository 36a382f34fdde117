import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { pageQuery } from '@jielong/kernel/schemas';
import { ApiAnswer, CurrentActor, inCommunity, listPendingSteps, Permission, type Page, type PendingStep } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

const inboxQuery = pageQuery.extend({
  process: z.string().max(100).optional().meta({ description: 'a process: `trip:<id>` or `supply-run:<id>`' }),
  role: z.string().max(50).optional().meta({ example: 'gate-captain' }),
  place: z.string().max(100).optional().meta({ description: 'a pickup point, or a compound' }),
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
const pendingSteps = z.object({
  items: z.array(
    z.object({
      processId: z.string(),
      step: z.string().meta({ example: 'confirmHandoff' }),
      at: z.string().nullable(),
      role: z.string(),
      place: z.string().nullable(),
      dueAt: z.string(),
      since: z.string(),
      overdue: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});

/** What people are asked for on the way of the goods. */
@ApiTags('steps')
@Controller('steps/logistics')
export class StepsController {
  constructor(private readonly db: DataSource) {}

  /** By deadline. */
  @Get()
  @Permission('steps.read')
  @ApiOperation({ summary: 'steps that somebody is asked for / 待办步骤' })
  @ApiAnswer(200, pendingSteps, 'by deadline')
  list(
    @Query({ schema: inboxQuery }) { process: processId, ...query }: z.output<typeof inboxQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<PendingStep>> {
    return inCommunity(this.db, community, (tx) => listPendingSteps(tx, { ...query, processId }));
  }
}
