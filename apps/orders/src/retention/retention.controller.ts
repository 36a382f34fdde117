import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { retentionAnswer, retentionStartedAnswer } from '@jielong/orders-contract/schemas';
import { accepted, ApiAnswer, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import { type RetentionShown, showRetention, startRetention } from './retention.rows.js';

@ApiTags('retention')
@Controller('retention')
export class RetentionController {
  /** Changed by the policies. */
  @Get()
  @Operation('showRetention', 'retention.read', 'how long data is kept, and the last round of forgetting / 数据保留期限')
  @ApiAnswer(200, retentionAnswer, 'by kind of data')
  show(): Work<RetentionShown> {
    return showRetention;
  }

  /** The schedule does the same every night. One that is open goes on instead. */
  @Post('rounds')
  @HttpCode(202)
  @Idempotent()
  @Operation('startRetention', 'retention.run', 'forget now what is over / 立即清除到期数据')
  @ApiAnswer(202, retentionStartedAnswer, 'it goes on by itself; `GET /retention` shows how far it is')
  start(@CurrentActor() { community }: Actor): Work<{ id: string }> {
    return async (tx) => accepted({ id: await startRetention(tx, { community, retentionId: randomUUID() }) }, '/api/retention');
  }
}
