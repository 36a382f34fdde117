import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, Concerns, Idempotent, Operation, type Work } from '@jielong/platform';
import { readPaper } from './read-paper.js';
import { type WrapUpAnswer, wrapUpAnswer, type WrapUpBody, wrapUpBody } from './wrap-up.schema.js';

/** A day typed in from paper. */
@ApiTags('wrap-ups')
@Controller('supply-runs/:id/wrap-ups')
export class WrapUpsController {
  /**
   * What a volunteer types from the sheets: who did not get what, `all except 3-2-501, 8-1-301 (1 egg)`. Answers with what it would do; nothing
   * is handed out before the report `wrap-up` names its id. 422 unreadable-wrap-up names every piece that cannot be read for certain; 409
   * nothing-allocated: nothing is bought yet.
   */
  @Post()
  @HttpCode(201)
  @Idempotent()
  @Concerns('pickup-points', ({ params }) => params['id'])
  @Operation('readWrapUp', 'wrap-ups.write', 'reads a day from paper / 读纸面收尾')
  @ApiAnswer(201, wrapUpAnswer, 'read and stored')
  read(@Param('id', { schema: idSchema }) id: string, @Body({ schema: wrapUpBody }) body: WrapUpBody): Work<WrapUpAnswer> {
    return (tx) => readPaper(tx, id, body);
  }
}
