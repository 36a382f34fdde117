import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema, pageQuery } from '@jielong/kernel/schemas';
import { moneyAnswer, pageAnswer, postingAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { listPostings, type Money, type PostingView, readMoney } from './money-view.js';

@ApiTags('money')
@Controller('supply-runs')
export class MoneyController {
  /** Who holds which fen of a run. */
  @Get(':id/money')
  @Operation('showMoney', 'money.read', 'who holds which fen / 钱在谁手里')
  @ApiAnswer(200, moneyAnswer, 'accounts of the run; above zero: holds or owes, below: is owed')
  show(@Param('id', { schema: idSchema }) id: string): Work<Money> {
    return (tx) => readMoney(tx, id);
  }

  /** The books, posting by posting. */
  @Get(':id/postings')
  @Operation('listPostings', 'money.read', 'postings of a run / 账目明细')
  @ApiAnswer(200, pageAnswer(postingAnswer), 'in the order in which they were written')
  postings(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Work<Page<PostingView>> {
    return (tx) => listPostings(tx, id, query);
  }
}
